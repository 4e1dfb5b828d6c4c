package org.mcporchestrator.journal.admission;

/**
 * On which terms a new workflow is taken.
 *
 * @param mostWaiting a workflow that would have to wait is not taken if so many wait already, on all processes together
 */
public record Admission(int mostWaiting) {

    /** However many wait. */
    public static final Admission UNLIMITED = new Admission(Integer.MAX_VALUE);
}
