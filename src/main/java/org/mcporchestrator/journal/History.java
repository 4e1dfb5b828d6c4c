package org.mcporchestrator.journal;

import java.util.Map;
import java.util.SequencedMap;

import org.mcporchestrator.journal.Journal.Offer;
import org.mcporchestrator.workflow.Workflow;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.StepId;

/**
 * Everything recorded that a driver needs to go on with a workflow. Only valid when read after its epoch was raised.
 *
 * @param offers what former drivers paid for and could not record any more
 */
public record History(Standing standing, SequencedMap<StepId, Outcome> outcomes, Map<StepId, Offer> offers) {

    public History {
        offers = Map.copyOf(offers);
    }

    public History(Standing standing, SequencedMap<StepId, Outcome> outcomes) {
        this(standing, outcomes, Map.of());
    }

    public Workflow workflow() {
        return new Workflow(standing.submission(), outcomes);
    }
}
