package org.mcporchestrator.memory;

import java.time.Instant;
import java.util.Optional;

import org.mcporchestrator.journal.Claim;
import org.mcporchestrator.journal.Head.Arrival;
import org.mcporchestrator.journal.Lease;
import org.mcporchestrator.journal.Lease.Patience;
import org.mcporchestrator.journal.Owner;

/**
 * Who drives a workflow, and until when nobody else may.
 *
 * @param since when it was claimed; without meaning while there is no owner, like the deadline
 * @param takeovers in a row, the present one included, in which a driver vanished without a new outcome
 * @param accepted whether the owner has shown that it knows of the claim; false: its answer may have got lost
 * @param fruitful whether an outcome was recorded under this claim
 * @param arrival how it came to its owner, or became free
 */
record Tenure(Optional<Owner> owner, long epoch, Instant since, Instant deadline, int takeovers,
        boolean accepted, boolean fruitful, Arrival arrival) {

    static final Tenure NONE = new Tenure(Optional.empty(), 0, Instant.EPOCH, Instant.EPOCH, 0, false, false,
            Arrival.FIRST);

    boolean heldUnder(Claim claim) {
        return epoch == claim.epoch() && owner.filter(claim.owner()::equals).isPresent();
    }

    Tenure claimedBy(Lease lease, Instant now) {
        return new Tenure(Optional.of(lease.owner()), epoch + 1, now, now.plus(lease.length()), takeoversAt(now), false, false,
                hasVanished(now) ? Arrival.TAKEOVER : arrival);
    }

    Tenure renewed(Lease lease, Instant now) {
        return new Tenure(owner, epoch, since, now.plus(lease.length()), takeovers, true, fruitful, arrival);
    }

    /** @param outcome whether a new one was among what was recorded */
    Tenure recorded(boolean outcome) {
        return new Tenure(owner, epoch, since, deadline, takeovers, true, fruitful || outcome, arrival);
    }

    /** Nobody drives it; it was given back in order, so the next driver takes over from nobody. */
    Tenure free() {
        return new Tenure(Optional.empty(), epoch, Instant.EPOCH, Instant.EPOCH, fruitful ? 0 : takeovers, false, false,
                Arrival.HAND_OVER);
    }

    /** It has ended. */
    Tenure over() {
        return new Tenure(Optional.empty(), epoch, Instant.EPOCH, Instant.EPOCH, 0, false, false, arrival);
    }

    /** Its owner has ended: as if the lease had run out. */
    Tenure lapsed(Instant now) {
        return new Tenure(owner, epoch, since, deadline.isBefore(now) ? deadline : now, takeovers, accepted, fruitful,
                arrival);
    }

    /** Nobody drives it, since its owner has ended, which counts as a takeover. */
    Tenure left(Instant now) {
        return new Tenure(Optional.empty(), epoch, Instant.EPOCH, Instant.EPOCH, lapsed(now).takeoversAt(now), false, false,
                Arrival.RESTART);
    }

    Tenure reopened() {
        return new Tenure(Optional.empty(), epoch + 1, Instant.EPOCH, Instant.EPOCH, 0, false, false, Arrival.REOPENED);
    }

    /**
     * Takeovers if it were claimed now. A driver that is still in time, or never heard of its claim, has not vanished: that
     * neither counts nor resets.
     */
    int takeoversAt(Instant now) {
        if (fruitful) {
            return 0;
        }
        return hasVanished(now) ? takeovers + 1 : takeovers;
    }

    private boolean hasVanished(Instant now) {
        return owner.isPresent() && accepted && !deadline.isAfter(now);
    }

    /**
     * Whether its owner has begun so lately with it as a suspect that another one beside it would tell nothing about either.
     */
    boolean isSuspectOf(Lease lease, Instant now) {
        return owner.filter(lease.owner()::equals).isPresent() && !fruitful && lease.patience().suspects(takeovers)
                && since.plus(lease.length().multipliedBy(Patience.LEASES_ALONE)).isAfter(now);
    }
}
