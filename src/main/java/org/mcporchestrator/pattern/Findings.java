package org.mcporchestrator.pattern;

import java.util.List;

import org.mcporchestrator.workflow.result.AgentResult;
import org.mcporchestrator.workflow.result.SynthesisResult;
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
}
