package org.mcporchestrator.memory;

import java.time.Instant;
import java.util.Optional;

import org.mcporchestrator.journal.Claim;
import org.mcporchestrator.journal.Lease;
import org.mcporchestrator.journal.Owner;

/**
 * Who drives a workflow, and until when nobody else may.
 *
 * @param deadline without meaning while there is no owner
 * @param fruitful whether an outcome was recorded under this claim
 */
record Tenure(Optional<Owner> owner, long epoch, Instant deadline, int takeovers, boolean fruitful) {

    static final Tenure NONE = new Tenure(Optional.empty(), 0, Instant.EPOCH, 0, false);

    boolean heldUnder(Claim claim) {
        return epoch == claim.epoch() && owner.filter(claim.owner()::equals).isPresent();
    }

    Tenure claimedBy(Lease lease, Instant now) {
        return new Tenure(Optional.of(lease.owner()), epoch + 1, now.plus(lease.length()), takeoversAt(now), false);
    }

    Tenure renewed(Lease lease, Instant now) {
        return new Tenure(owner, epoch, now.plus(lease.length()), takeovers, fruitful);
    }

    Tenure withOutcome() {
        return new Tenure(owner, epoch, deadline, takeovers, true);
    }

    /** Nobody drives it; it was given back in order, so the next driver takes over from nobody. */
    Tenure free() {
        return new Tenure(Optional.empty(), epoch, Instant.EPOCH, 0, false);
    }

    Tenure reopened() {
        return new Tenure(Optional.empty(), epoch + 1, Instant.EPOCH, 0, false);
    }

    /** A driver that is still in time and loses its claim has not vanished: that neither counts nor resets. */
    private int takeoversAt(Instant now) {
        if (owner.isEmpty() || fruitful) {
            return 0;
        }
        return deadline.isAfter(now) ? takeovers : takeovers + 1;
    }
}
