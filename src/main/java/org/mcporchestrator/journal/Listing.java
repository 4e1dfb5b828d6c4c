package org.mcporchestrator.journal;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.config.PatternName;

/** One page of a list of workflows, newest first, and where the next one begins. */
public record Listing(List<Standing> standings, Optional<Cursor> next) {

    public Listing {
        standings = List.copyOf(standings);
    }

    /**
     * Which workflows to list; an empty field matches all.
     *
     * @param label name and value that it has
     * @param from the first moment of their creation
     */
    public record Filter(Optional<Status> status, Optional<PatternName> pattern, Optional<Map.Entry<String, String>> label,
            Optional<Instant> from) {

        public static final Filter ALL = new Filter(Optional.empty(), Optional.empty());

        /** Whatever their labels, and however old. */
        public Filter(Optional<Status> status, Optional<PatternName> pattern) {
            this(status, pattern, Optional.empty(), Optional.empty());
        }

        public boolean matches(Standing standing) {
            var submission = standing.submission();
            return status.map(wanted -> wanted == standing.status()).orElse(true)
                    && pattern.map(wanted -> wanted == submission.pattern()).orElse(true)
                    && label.map(wanted -> wanted.getValue().equals(submission.labels().get(wanted.getKey()))).orElse(true)
                    && from.map(first -> !submission.createdAt().isBefore(first)).orElse(true);
        }
    }

    /** The last workflow that was looked at for a page; the next page begins behind it, however many were added meanwhile. */
    public record Cursor(Instant createdAt, WorkflowId id) implements Comparable<Cursor> {

        private static final WorkflowId LEAST = new WorkflowId("custom_000000000000");

        /** Before all that was created at that moment or later. */
        public static Cursor before(Instant moment) {
            return new Cursor(moment, LEAST);
        }

        public static Cursor of(Standing standing) {
            return new Cursor(standing.submission().createdAt(), standing.id());
        }

        @Override
        public int compareTo(Cursor other) {
            var byTime = createdAt.compareTo(other.createdAt);
            return byTime == 0 ? id.value().compareTo(other.id.value()) : byTime;
        }
    }
}
