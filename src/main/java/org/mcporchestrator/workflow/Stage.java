package org.mcporchestrator.workflow;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

/** The part of its pattern that a workflow is in; for people who watch progress. */
public enum Stage {

    WAITING,
    DECOMPOSITION,
    AGENTS,
    DRUMMER,
    CAMINA,
    SYNTHESIS,
    DONE;

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
