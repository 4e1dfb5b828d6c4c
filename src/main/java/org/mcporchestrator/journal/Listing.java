package org.mcporchestrator.journal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.config.PatternName;

/** One page of a list of workflows, newest first, and where the next one begins. */
public record Listing(List<Standing> standings, Optional<Cursor> next) {

    public Listing {
        standings = List.copyOf(standings);
    }

    /** Which workflows to list; an empty field matches all. */
    public record Filter(Optional<Status> status, Optional<PatternName> pattern) {

        public static final Filter ALL = new Filter(Optional.empty(), Optional.empty());

        public boolean matches(Standing standing) {
            return status.map(wanted -> wanted == standing.status()).orElse(true)
                    && pattern.map(wanted -> wanted == standing.submission().pattern()).orElse(true);
        }
    }

    /** The last workflow that was looked at for a page; the next page begins behind it, however many were added meanwhile. */
    public record Cursor(Instant createdAt, WorkflowId id) implements Comparable<Cursor> {

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
