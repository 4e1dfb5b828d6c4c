package org.mcporchestrator.engine;

import java.util.Optional;

import org.mcporchestrator.journal.Standing;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;
import org.mcporchestrator.workflow.result.OrchestratorResult;

/**
 * A workflow as its users see it: where it stands, and its result once it has ended. What is still to be delivered of a
 * workflow can outlive its result.
 */
public record WorkflowView(Standing standing, Optional<OrchestratorResult> result) {

    /**
     * The result for somebody who wants nothing else: empty only as long as the workflow goes on. Throws {@code RESULT_EXPIRED}
     * where none will ever come.
     */
    public Optional<OrchestratorResult> awaitedResult() {
        if (standing.status().ended() && result.isEmpty()) {
            throw expired(standing.id());
        }
        return result;
    }

    static FaultException expired(WorkflowId id) {
        return new FaultException(Fault.Code.RESULT_EXPIRED,
                "the workflow " + id + " has ended, and its result is not kept any more");
    }
}
