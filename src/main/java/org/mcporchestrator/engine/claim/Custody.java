package org.mcporchestrator.engine.claim;

import java.time.Duration;
import java.util.List;

import org.mcporchestrator.journal.Claim;
import org.mcporchestrator.journal.History;
import org.mcporchestrator.journal.Journal;
import org.mcporchestrator.journal.Lease;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;

/**
 * What this process does with its claims beside driving: it accepts them, and gives back those with which it cannot go on. An
 * absence of Redis in between is not held against the workflow.
 */
public record Custody(Journal journal, Lease lease, Recollection recollection, Figures figures) {

    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(50);
    private static final Duration LONGEST_BACK_OFF = Duration.ofMillis(500);

    /** Those of the claims that hold for certain. The others are given back by and by: nothing was done under them. */
    public Uni<List<Claim>> accept(List<Claim> claims) {
        return claims.isEmpty() ? Uni.createFrom().item(claims)
                : journal.accept(lease, claims)
                        .map(lost -> claims.stream().filter(claim -> !lost.contains(claim.id())).toList())
                        .onFailure().recoverWithItem(List.of())
                        .invoke(held -> letGo(claims.stream().filter(claim -> !held.contains(claim)).toList()));
    }

    /** What a claimed workflow goes on from. */
    public Uni<History> history(Claim claim) {
        return recollection.history(claim)
                .invoke(history -> figures.arrived(history.standing().head().arrival()));
    }

    /** Again and again, until the journal has it. */
    public Uni<Void> giveBack(List<Claim> claims) {
        return Uni.createFrom().deferred(() -> journal.release(claims))
                .onFailure().retry().withBackOff(FIRST_BACK_OFF, LONGEST_BACK_OFF).indefinitely();
    }

    /**
     * A drive could not begin, or broke off. Unless only Redis was away, the claim is not renewed any more, so that somebody
     * takes the workflow over when its lease is up, and that counts.
     */
    public void broke(Claim claim, Throwable failure) {
        if (Recollection.isUnreadable(failure)) {
            Log.warnf("workflow cannot be gone on with: workflow=%s takeovers=%d error=%s", claim.id(), claim.takeovers(),
                    failure.getMessage());
        } else if (failure instanceof FaultException known && known.fault().code() == Fault.Code.JOURNAL_UNAVAILABLE) {
            Log.warnf("workflow given back, as Redis was away: workflow=%s error=%s", claim.id(), failure.getMessage());
            letGo(List.of(claim));
        } else {
            Log.errorf(failure, "workflow stopped, to be taken over after its lease: workflow=%s", claim.id());
        }
    }

    /** Nobody waits for it. */
    private void letGo(List<Claim> claims) {
        if (!claims.isEmpty()) {
            giveBack(claims).subscribe().with(_ -> {
            }, failure -> Log.error("claims are not given back any more", failure));
        }
    }
}
