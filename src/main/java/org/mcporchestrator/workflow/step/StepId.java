package org.mcporchestrator.workflow.step;

import java.util.regex.Pattern;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Identifies a step within its workflow, for example {@code belter_3}. The same step has the same id in every process. */
public record StepId(@JsonValue String value) {

    private static final Pattern FORMAT = Pattern.compile("[a-z][a-z0-9_]{0,63}");

    @JsonCreator
    public StepId {
        if (!FORMAT.matcher(value).matches()) {
            throw new IllegalArgumentException("not a step id: " + value);
        }
    }

    /** The id of the {@code index}-th step of its kind. */
    public static StepId of(String kind, int index) {
        return new StepId(kind + "_" + index);
    }

    @Override
    public String toString() {
        return value;
    }
}
