package org.mcporchestrator.pattern;

import java.util.Set;

import org.mcporchestrator.workflow.Workflow;
import org.mcporchestrator.workflow.config.PatternName;
import org.mcporchestrator.workflow.step.StepId;

/** How the steps of a workflow combine. Pure: the same workflow has the same next move, in every process and at any time. */
public sealed interface Pattern permits Beltalowda, Swarm {

    /** The step that splits a task, in every pattern. */
    StepId DECOMPOSITION = new StepId("decomposition");

    /** The pattern of that name. */
    static Pattern named(PatternName name) {
        return switch (name) {
            case BELTALOWDA -> new Beltalowda();
            case SWARM -> new Swarm();
        };
    }

    /** What to do next, given all that is recorded. */
    Move next(Workflow workflow);

    /**
     * What has to be performed again for a workflow that ended and is to go on: steps that failed, and syntheses that lacked
     * something by that. The split of the task stays as it was where agents have answered parts of it.
     */
    Set<StepId> outdated(Workflow workflow);

    /** What the agents and syntheses have brought so far; complete once {@link #next} says that the workflow ends. */
    Findings findings(Workflow workflow);
}
