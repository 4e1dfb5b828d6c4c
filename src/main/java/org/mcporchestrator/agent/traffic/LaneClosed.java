package org.mcporchestrator.agent.traffic;

import org.mcporchestrator.workflow.fault.FaultException;

/** The provider may not be called for longer than the caller wants to wait. No call was made. */
public final class LaneClosed extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient FaultException fault;

    LaneClosed(FaultException fault) {
        super(fault.getMessage(), null, false, false);
        this.fault = fault;
    }

    /** What it is if there is nobody else to ask. */
    public FaultException fault() {
        return fault;
    }
}
