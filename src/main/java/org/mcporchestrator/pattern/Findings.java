package org.mcporchestrator.pattern;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.mcporchestrator.workflow.result.AgentResult;
import org.mcporchestrator.workflow.result.SynthesisResult;
import org.mcporchestrator.workflow.step.Charge;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.SubTask;

/**
 * What a workflow has brought so far.
 *
 * @param subtasks empty before they are known
 * @param source of the subtasks: {@code caller}, {@code model} or {@code fallback}
 * @param agents one per subtask that has an outcome, in the order of the subtasks
 * @param syntheses one per synthesis that has an outcome
 */
public record Findings(List<SubTask> subtasks, String source, List<AgentResult> agents, List<SynthesisResult> syntheses) {

    public Findings {
        subtasks = List.copyOf(subtasks);
        agents = List.copyOf(agents);
        syntheses = List.copyOf(syntheses);
    }

    /** How an outcome came about, as the metadata of results tell it. */
    public static Map<String, Object> metadata(Outcome outcome) {
        var metadata = new HashMap<String, Object>(switch (outcome) {
            case Outcome.Answered a ->
                Map.of("provider", a.provider(), "model", a.model(), "attempts", a.attempts(), "simulated",
                        a.simulated());
            case Outcome.Faulted f -> Map.of("error_code", f.fault().code().wire(), "attempts", f.attempts());
        });
        if (!outcome.charges().isEmpty()) {
            metadata.put("charges", outcome.charges().stream().map(Findings::metadata).toList());
        }
        return metadata;
    }

    private static Map<String, Object> metadata(Charge charge) {
        var metadata = new HashMap<String, Object>(Map.of("provider", charge.provider(), "model", charge.model(),
                "tokens_used", charge.usage().total(), "estimated", charge.estimated()));
        charge.cost().ifPresent(cost -> metadata.put("cost", cost));
        return metadata;
    }
}
