package org.mcporchestrator.workflow.step;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

/** The part an agent plays in its workflow. */
public enum AgentType {

    /** Performs one subtask (a belter). */
    WORKER,
    /** Merges a group of workers' texts (a drummer). */
    SYNTHESIZER,
    /** Merges everything into the final text (camina). */
    EXECUTIVE,
    /** Watches the others; not in use. */
    MONITOR,
    /** Performs one subtask of a search, by type of source. */
    SPECIALIZED;

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
