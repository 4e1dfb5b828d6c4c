package org.mcporchestrator.pattern;

import java.util.List;
import java.util.Optional;

import org.mcporchestrator.workflow.Workflow;
import org.mcporchestrator.workflow.result.SynthesisResult;
import org.mcporchestrator.workflow.step.Assignment.Source;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.StepId;

/** One step that merges texts. */
record Synthesis(StepId id, String level, List<Source> sources) {

    /** Its result; empty while it has no outcome. */
    Optional<SynthesisResult> result(Workflow workflow) {
        return workflow.outcome(id).map(outcome -> switch (outcome) {
            case Outcome.Answered a ->
                new SynthesisResult(id, level, a.content(), sourceIds(), a.took(), a.totalCost(), a.totalUsage().total(),
                        Findings.metadata(a), Optional.empty());
            case Outcome.Faulted f -> new SynthesisResult(id, level, "", sourceIds(), f.took(), Crew.cost(f),
                    f.totalUsage().total(),
                    Findings.metadata(f), Optional.of(f.fault().detail()));
        });
    }

    List<String> sourceIds() {
        return sources.stream().map(Source::agentId).toList();
    }
}
