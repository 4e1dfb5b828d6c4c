package org.mcporchestrator.engine.drive;

import java.util.List;

import org.mcporchestrator.pattern.Findings;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.step.Outcome;

/** How many agents a workflow has, and how many of them are done. */
record Tally(int agents, int answered, int failed) {

    static final Tally NONE = new Tally(0, 0, 0);

    static Tally of(Findings findings) {
        var answered = (int) findings.agents().stream().filter(agent -> agent.status() == Status.COMPLETED).count();
        return new Tally(findings.subtasks().size(), answered, findings.agents().size() - answered);
    }

    /** This tally with more outcomes of agents. */
    Tally plus(List<Outcome> outcomes) {
        var more = (int) outcomes.stream().filter(Outcome.Answered.class::isInstance).count();
        return new Tally(agents, answered + more, failed + outcomes.size() - more);
    }
}
