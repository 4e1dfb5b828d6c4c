package org.mcporchestrator.journal;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * The small mutable state of a workflow.
 *
 * @param owner of the current claim; empty while it waits or after its end
 * @param epoch 0 if nobody ever claimed it
 * @param seq of the last event
 * @param cancelRequested whether whoever drives it is to end it as cancelled
 * @param error of a failed workflow
 * @param arrival how it came to its driver, or how it became free
 */
public record Head(Optional<Owner> owner, long epoch, long seq, Progress progress, boolean cancelRequested,
        Optional<String> error, Optional<Instant> completedAt, Arrival arrival) {

    /** How a workflow comes to a driver. */
    public enum Arrival {
        /** It is its first driver, as far as is known. */
        FIRST,
        /** The driver before did not renew its claim. */
        TAKEOVER,
        /** The driver before gave it back. */
        HAND_OVER,
        /** The process before ended, and its successor at the same address freed its claims. */
        RESTART,
        /** It had ended and was reopened. */
        REOPENED;

        /** Why somebody goes on with a workflow that had begun. Of one whose past is not known, the likeliest. */
        public String reason() {
            return (this == FIRST ? TAKEOVER : this).name().toLowerCase(Locale.ROOT);
        }
    }

    /** Of a workflow at its first driver. */
    public Head(Optional<Owner> owner, long epoch, long seq, Progress progress, boolean cancelRequested,
            Optional<String> error, Optional<Instant> completedAt) {
        this(owner, epoch, seq, progress, cancelRequested, error, completedAt, Arrival.FIRST);
    }

    /**
     * How far it is when a driver goes on with it. The time that a workflow may take begins anew with its reopening: it may
     * have ended long before.
     */
    public Progress goingOn(Instant now) {
        return arrival == Arrival.REOPENED && progress.startedAt().isPresent() ? progress.startedAt(now) : progress;
    }

    public Position tip() {
        return new Position(epoch, seq);
    }
}
