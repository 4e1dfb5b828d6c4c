package org.mcporchestrator.journal;

import java.util.SequencedMap;

import org.mcporchestrator.workflow.Workflow;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.StepId;

/** Everything recorded that a driver needs to go on with a workflow. Only valid when read after its epoch was raised. */
public record History(Standing standing, SequencedMap<StepId, Outcome> outcomes) {

    public Workflow workflow() {
        return new Workflow(standing.submission(), outcomes);
    }
}
