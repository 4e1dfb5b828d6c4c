package org.mcporchestrator.api.mcp.resource;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.event.WorkflowEvent;

/** What can be read of a workflow, each at its own URI. */
public enum Aspect {

    STATUS,
    RESULTS,
    REPORT,
    EVENTS;

    private static final String SCHEME = "orchestrator://";
    private static final Pattern URI = Pattern.compile(Pattern.quote(SCHEME) + "([^/]+)/([a-z]+)");

    /** One aspect of one workflow. */
    public record View(WorkflowId id, Aspect aspect) {

        public String uri() {
            return SCHEME + id + "/" + aspect.wire();
        }

        /** Reads a URI; empty if it is that of something else. */
        public static Optional<View> of(String uri) {
            var parts = URI.matcher(uri);
            return !parts.matches() ? Optional.empty()
                    : WorkflowId.parse(parts.group(1)).flatMap(id -> named(parts.group(2)).map(aspect -> new View(id, aspect)));
        }
    }

    /** Whether an event changes what is read there. */
    public boolean changedBy(WorkflowEvent event) {
        return switch (this) {
            case STATUS, EVENTS -> true;
            case RESULTS, REPORT -> event.last();
        };
    }

    private String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static Optional<Aspect> named(String wire) {
        return Arrays.stream(values()).filter(aspect -> aspect.wire().equals(wire)).findFirst();
    }
}
