package org.mcporchestrator.workflow.step;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Identifies a step within its workflow, for example {@code belter_3}. The same step has the same id in every process. */
public record StepId(@JsonValue String value) {

    private static final int LONGEST = 64;

    @JsonCreator
    public StepId {
        if (!isId(value)) {
            throw new IllegalArgumentException("not a step id: " + value);
        }
    }

    /** {@code [a-z][a-z0-9_]{0,63}}, without a pattern: ids are made by the dozen in every turn. */
    private static boolean isId(String value) {
        if (value.isEmpty() || value.length() > LONGEST || !isLetter(value.charAt(0))) {
            return false;
        }
        for (var at = 1; at < value.length(); at++) {
            var next = value.charAt(at);
            if (!isLetter(next) && (next < '0' || next > '9') && next != '_') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(char character) {
        return character >= 'a' && character <= 'z';
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
