package org.mcporchestrator.journal;

import java.time.Instant;
import java.util.Optional;

/**
 * The small mutable state of a workflow.
 *
 * @param owner of the current claim; empty while it waits or after its end
 * @param epoch 0 if nobody ever claimed it
 * @param seq of the last event
 * @param cancelRequested whether whoever drives it is to end it as cancelled
 * @param error of a failed workflow
 */
public record Head(Optional<Owner> owner, long epoch, long seq, Progress progress, boolean cancelRequested,
        Optional<String> error,
        Optional<Instant> completedAt) {

    public Position tip() {
        return new Position(epoch, seq);
    }
}
