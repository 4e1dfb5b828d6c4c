package org.mcporchestrator.pattern;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.mcporchestrator.workflow.Submission;
import org.mcporchestrator.workflow.Workflow;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.config.CommonConfig;
import org.mcporchestrator.workflow.config.OrchestratorConfig;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.Step;
import org.mcporchestrator.workflow.step.StepId;
import org.mcporchestrator.workflow.step.Usage;

/** Plays a workflow by hand: outcomes are given, moves are looked at. */
final class Play {

    static final String TASK = "tides";

    private Play() {}

    static Workflow of(OrchestratorConfig config, String... subtasks) {
        return Workflow
                .begin(new Submission(new WorkflowId(config.pattern().idPrefix() + "_0123456789ab"), TASK, "Tides", config,
                        "scripted", List.of(subtasks), Map.of("audience", "sailors"), Optional.empty(),
                        Instant.parse("2026-01-02T03:04:05Z")));
    }

    /** The common fields with other sizes and switches. */
    static CommonConfig common(CommonConfig from, int agents, boolean synthesis, boolean executive, Duration timeout) {
        return new CommonConfig(agents, synthesis, executive, false, true, 10, timeout, from.workflowTimeout(), true, 2, false,
                List.of(), "reports", Optional.of("primary"), from.workerModel(), from.synthesisModel(), from.fallback(),
                Optional.empty(), Optional.empty(), from.priority(), true, Map.of());
    }

    static CommonConfig models(CommonConfig from, Optional<String> worker, Optional<String> synthesis) {
        return new CommonConfig(from.numAgents(), true, true, false, true, 10, from.timeout(), from.workflowTimeout(), false, 2,
                false, List.of(), "reports", from.primaryModel(), worker, synthesis, from.fallback(), Optional.empty(),
                Optional.empty(),
                from.priority(),
                true, Map.of());
    }

    static Outcome answer(String content) {
        return new Outcome.Answered(content, "scripted", "model-1", new Usage(10, 5), Optional.of(new BigDecimal("0.25")),
                Duration.ofSeconds(2), 1, true);
    }

    static Outcome fault(String detail) {
        return new Outcome.Faulted(new Fault(Fault.Code.PROVIDER_UNAVAILABLE, detail), Duration.ofSeconds(1), 3);
    }

    static Workflow answered(Workflow workflow, String step, String content) {
        return workflow.after(Map.of(new StepId(step), answer(content)));
    }

    static Workflow failed(Workflow workflow, String step) {
        return workflow.after(Map.of(new StepId(step), fault(step + " broke")));
    }

    /** With outcomes for agents: the first ones answer, the others fail. */
    static Workflow agents(Workflow workflow, String kind, int answers, int faults) {
        var outcomes = new LinkedHashMap<StepId, Outcome>();
        for (var i = 0; i < answers + faults; i++) {
            outcomes.put(StepId.of(kind, i), i < answers ? answer("text of " + i) : fault(kind + " broke"));
        }
        return workflow.after(outcomes);
    }

    static List<Step> steps(Pattern pattern, Workflow workflow) {
        return ((Move.Perform) pattern.next(workflow)).steps();
    }

    static List<String> ids(Pattern pattern, Workflow workflow) {
        return steps(pattern, workflow).stream().map(step -> step.id().value()).toList();
    }

    static String report(Pattern pattern, Workflow workflow) {
        return ((Move.Finish) pattern.next(workflow)).synthesis();
    }
}
