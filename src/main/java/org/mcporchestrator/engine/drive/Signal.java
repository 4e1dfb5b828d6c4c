package org.mcporchestrator.engine.drive;

import java.util.Map;

import org.mcporchestrator.engine.drive.Narration.Performed;
import org.mcporchestrator.journal.Journal.Offer;
import org.mcporchestrator.workflow.step.Step;
import org.mcporchestrator.workflow.step.StepId;

/** What a driver is told between two turns, from any thread. */
sealed interface Signal {

    record Done(Performed performed) implements Signal {}

    /** The step was not begun. */
    record Withdrawn(Step step) implements Signal {}

    /** A call of the step has failed, and another one will be made. What is reserved for it has changed. */
    record Again(Step step) implements Signal {}

    record Offered(Map<StepId, Offer> offers) implements Signal {}

    /** No further step is to begin. */
    record Paused() implements Signal {}

    /** What is under way is to be called off, too. */
    record Halted() implements Signal {}

    /** The claim is no longer valid. */
    record Lost() implements Signal {}

    /** The workflow has taken as long as it may. */
    record Expired() implements Signal {}
}
