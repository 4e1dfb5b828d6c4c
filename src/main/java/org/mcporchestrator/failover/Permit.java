package org.mcporchestrator.failover;

import org.mcporchestrator.workflow.WorkflowId;

/** Whether a workflow may go on in memory while Redis is away: only where that can do no harm. */
record Permit(Mirror mirror, Tether tether, FailoverConfig config) {

    /** Whether its next step may be recorded here alone, and so begin. */
    boolean mayGoOn(WorkflowId id) {
        return mirror.buffered() < config.maxBuffer() && mayDrive(id);
    }

    /** Whether nobody else can drive it by now, or there is nobody else. */
    boolean mayDrive(WorkflowId id) {
        return mirror.onlyHere(id) || tether.holds() || switch (config.whenRedisIsAway()) {
            case PAUSE -> false;
            case CONTINUE -> true;
        };
    }
}
