package org.mcporchestrator.tool.argument;

import java.util.ArrayList;
import java.util.List;

import org.mcporchestrator.workflow.fault.FaultException;
import org.mcporchestrator.workflow.fault.FaultException.Problem;

/**
 * Collects everything that is wrong with one call's arguments, each with its field, so that a caller can mend it all at once.
 */
public final class Findings {

    private final List<Problem> problems = new ArrayList<>();

    /** Notes that a field is wrong. {@code message} says what would be right and never repeats what was sent. */
    public void add(String field, String message) {
        problems.add(new Problem(field, message));
    }

    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** Throws {@code INVALID_REQUEST} with all problems, if there are any. */
    public void report() {
        if (!problems.isEmpty()) {
            throw FaultException.invalid(problems);
        }
    }
}
