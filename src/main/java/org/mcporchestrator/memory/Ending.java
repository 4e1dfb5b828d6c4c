package org.mcporchestrator.memory;

import org.mcporchestrator.journal.Claim;
import org.mcporchestrator.workflow.result.OrchestratorResult;

/** How a workflow ended, and under which claim, so that a repetition is known as one. */
record Ending(Claim claim, OrchestratorResult result, boolean reopenable) {

    boolean under(Claim other) {
        return claim.epoch() == other.epoch() && claim.owner().equals(other.owner());
    }
}
