package org.mcporchestrator.engine.drive;

import java.util.List;

import org.mcporchestrator.engine.drive.Narration.Performed;
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

    /** Counted from the start once the subtasks become known, then kept up by what comes in. */
    Tally after(Report report, News news) {
        return agents == 0 ? of(report.findings())
                : plus(news.fresh().stream().filter(Performed::byAgent).map(Performed::outcome).toList());
    }

    /** This tally with more outcomes of agents. */
    Tally plus(List<Outcome> outcomes) {
        var more = (int) outcomes.stream().filter(Outcome.Answered.class::isInstance).count();
        return new Tally(agents, answered + more, failed + outcomes.size() - more);
    }
}
