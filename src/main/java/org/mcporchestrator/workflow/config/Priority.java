package org.mcporchestrator.workflow.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Which of the workflows that wait is begun first: 0 to 9, the highest first; among equals the oldest. */
public record Priority(@JsonValue int value) implements Comparable<Priority> {

    public static final int LOWEST = 0;
    public static final int HIGHEST = 9;

    /** That of a workflow whose caller says nothing. */
    public static final Priority NORMAL = new Priority(5);

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Priority {
        if (value < LOWEST || value > HIGHEST) {
            throw new IllegalArgumentException("not a priority: " + value);
        }
    }

    @Override
    public int compareTo(Priority other) {
        return Integer.compare(value, other.value);
    }
}
