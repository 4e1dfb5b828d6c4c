package org.mcporchestrator.agent;

import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.Step;

import io.smallrye.mutiny.Uni;

/** Performs steps by calling models. */
public interface Agent {

    /**
     * Performs one step. Never fails: what goes wrong is an outcome too. Cancelling the subscription aborts the call and any
     * wait before another attempt.
     *
     * @param permission asked before each attempt
     */
    Uni<Outcome> perform(Step step, Permission permission);
}
