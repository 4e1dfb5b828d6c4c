package org.mcporchestrator.engine.claim;

import java.util.Optional;

import org.mcporchestrator.journal.Claim;
import org.mcporchestrator.journal.History;
import org.mcporchestrator.journal.Journal;
import org.mcporchestrator.journal.Lease.Patience;
import org.mcporchestrator.journal.Standing;
import org.mcporchestrator.workflow.Workflow;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;

import io.smallrye.mutiny.Uni;

/** What a claimed workflow goes on from, and whether it may go on at all. */
public record Recollection(Journal journal, Patience patience) {

    /** A workflow that is only to be ended needs no more than its head, should the rest of it be damaged. */
    public Uni<History> history(Claim claim) {
        var recorded = journal.history(claim.id());
        return verdict(claim).isEmpty() ? recorded
                : recorded.onFailure(Recollection::isUnreadable).recoverWithUni(unreadable -> journal.find(claim.id())
                        .map(found -> found.map(Recollection::headOnly).orElseThrow(() -> (FaultException) unreadable)));
    }

    /** Why the workflow is to end as failed; empty if it may go on. */
    public Optional<Fault> verdict(Claim claim) {
        return claim.takeovers() < patience.endFrom() ? Optional.empty()
                : Optional.of(new Fault(Fault.Code.DRIVERS_LOST, claim.takeovers()
                        + " processes in a row that drove it came to their end, or could not read it, before the next outcome"));
    }

    public static boolean isUnreadable(Throwable failure) {
        return failure instanceof FaultException known && known.fault().code() == Fault.Code.WORKFLOW_UNREADABLE;
    }

    private static History headOnly(Standing standing) {
        return new History(standing, Workflow.begin(standing.submission()).outcomes());
    }
}
