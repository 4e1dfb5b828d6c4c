package org.mcporchestrator.journal.admission;

import java.util.Optional;

/**
 * On which terms a new workflow is taken.
 *
 * @param mostWaiting a workflow that would have to wait is not taken if so many wait already, on all processes together
 * @param key under which no other workflow is taken as long as it is kept
 */
public record Admission(int mostWaiting, Optional<IdempotencyKey> key) {

    /** However many wait, and again each time. */
    public static final Admission UNLIMITED = new Admission(Integer.MAX_VALUE, Optional.empty());
}
