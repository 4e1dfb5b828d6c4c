package org.mcporchestrator.engine.trace;

import org.mcporchestrator.workflow.result.OrchestratorResult;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.Step;

import io.smallrye.mutiny.Uni;

/** What one process does for one workflow, as others get to see it. */
public interface Trace {

    /** The same work, shown from its subscription to its end, be it called off. */
    Uni<Outcome> step(Step step, Uni<Outcome> work);

    /** The workflow has ended, and this process recorded that. */
    void ended(OrchestratorResult result);
}
