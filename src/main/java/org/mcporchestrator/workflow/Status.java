package org.mcporchestrator.workflow;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

/** Where a workflow stands. It only moves forward: pending, running, then one of the three ends. */
public enum Status {

    PENDING,
    RUNNING,
    COMPLETED,
    FAILED,
    CANCELLED;

    /** Whether nothing more will happen, short of a reopening. */
    public boolean ended() {
        return switch (this) {
            case PENDING, RUNNING -> false;
            case COMPLETED, FAILED, CANCELLED -> true;
        };
    }

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
