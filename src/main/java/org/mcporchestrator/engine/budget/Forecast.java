package org.mcporchestrator.engine.budget;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.mcporchestrator.pattern.Move;
import org.mcporchestrator.pattern.Pattern;
import org.mcporchestrator.workflow.Workflow;
import org.mcporchestrator.workflow.step.Assignment;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.Step;
import org.mcporchestrator.workflow.step.StepId;
import org.mcporchestrator.workflow.step.Usage;

/** What a workflow will still ask for: its pattern is played on, with answers as long as they may be. */
public record Forecast(Workflow workflow) {

    /**
     * As long as the text of a token may be: so many tokens are reserved for it in the prompts of syntheses, two and a half, as
     * for prose in English or Chinese that was one token as an answer. Texts that are reckoned higher have to stay below their
     * limit for their syntheses to have room.
     */
    private static final String TOKEN = "fluid";

    /** The syntheses, if of the agents without an outcome these answer and the others do not. */
    public List<Step> syntheses(Set<StepId> answering) {
        var syntheses = new ArrayList<Step>();
        var imagined = workflow;
        while (next(imagined) instanceof Move.Perform(_, var steps)) {
            var outcomes = new LinkedHashMap<StepId, Outcome>();
            for (var step : steps) {
                var agent = step.assignment() instanceof Assignment.Work;
                outcomes.put(step.id(), agent && !answering.contains(step.id()) ? Ledger.noRoom() : longest(step));
                if (!agent) {
                    syntheses.add(step);
                }
            }
            imagined = imagined.after(outcomes);
        }
        return syntheses;
    }

    /** An agent's step as it may be once the task is split. */
    public Optional<Step> firstAgent() {
        return next(workflow.after(Map.of(Pattern.DECOMPOSITION, Ledger.noRoom()))) instanceof Move.Perform(_, var steps)
                ? steps.stream().findFirst()
                : Optional.empty();
    }

    private static Move next(Workflow workflow) {
        return Pattern.named(workflow.submission().pattern()).next(workflow);
    }

    /** Begins with the step: equal answers may count as one. */
    private static Outcome longest(Step step) {
        return new Outcome.Answered(step.id() + TOKEN.repeat(step.options().maxTokens()), step.options().provider(),
                step.options().model(), Usage.NONE, Optional.empty(), Duration.ZERO, 1, true);
    }
}
