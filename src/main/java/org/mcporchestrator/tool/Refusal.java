package org.mcporchestrator.tool;

import org.mcporchestrator.workflow.fault.FaultException;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A fault with further fields for the answer. Has no stack trace: a fault is no defect. */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient FaultException fault;
    private final transient ObjectNode details;

    public Refusal(FaultException fault, ObjectNode details) {
        super(fault.getMessage(), null, false, false);
        this.fault = fault;
        this.details = details;
    }

    public FaultException fault() {
        return fault;
    }

    /** Fields beside {@code success}, {@code error} and {@code code}. */
    public ObjectNode details() {
        return details;
    }
}
