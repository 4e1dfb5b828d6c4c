package org.mcporchestrator.tool.orchestration;

import java.util.Optional;

import org.mcporchestrator.tool.Advance;
import org.mcporchestrator.workflow.event.WorkflowEvent;

/** Counts the finished steps of one workflow by its events. The total grows as the steps become known. */
final class Milestones {

    /** The decomposition before the agents, and the synthesis behind them. */
    private static final int AROUND_AGENTS = 2;

    private int finished;
    private int total;
    private int agents;
    private int agentsDone;

    /** What an event means for the progress; empty if no step was finished by it. */
    Optional<Advance> after(WorkflowEvent event) {
        return switch (event) {
            case WorkflowEvent.DecompositionComplete known -> split(known.subtaskCount());
            case WorkflowEvent.AgentComplete done -> agent(done.agentId() + " has answered");
            case WorkflowEvent.AgentError failed -> agent(failed.agentId() + " has failed");
            case WorkflowEvent.SynthesisStart tier -> begun(tier);
            case WorkflowEvent.SynthesisComplete tier -> step(
                    tier.level().map(level -> "the synthesis of " + level + " is done").orElse("the synthesis is done"));
            case WorkflowEvent.WorkflowStart _ -> Optional.empty();
            case WorkflowEvent.WorkflowResumed _ -> Optional.empty();
            case WorkflowEvent.DecompositionStart _ -> Optional.empty();
            case WorkflowEvent.IterationStart _ -> Optional.empty();
            case WorkflowEvent.IterationComplete _ -> Optional.empty();
            case WorkflowEvent.AgentStart _ -> Optional.empty();
            case WorkflowEvent.AgentProgress _ -> Optional.empty();
            case WorkflowEvent.BudgetWarning _ -> Optional.empty();
            case WorkflowEvent.DocumentGenerationStart _ -> Optional.empty();
            case WorkflowEvent.DocumentGenerationComplete _ -> Optional.empty();
            case WorkflowEvent.WorkflowComplete _ -> Optional.empty();
            case WorkflowEvent.WorkflowError _ -> Optional.empty();
            case WorkflowEvent.WorkflowCancelled _ -> Optional.empty();
            case WorkflowEvent.Other _ -> Optional.empty();
        };
    }

    private Optional<Advance> split(int subtasks) {
        agents = subtasks;
        total = subtasks + AROUND_AGENTS;
        return step("the task is split into " + subtasks + " subtasks");
    }

    private Optional<Advance> agent(String what) {
        agentsDone++;
        return step(what + " (" + agentsDone + " of " + agents + ")");
    }

    private Optional<Advance> begun(WorkflowEvent.SynthesisStart synthesis) {
        total += synthesis.level().isPresent() ? 1 : 0;
        return Optional.empty();
    }

    private Optional<Advance> step(String message) {
        finished++;
        return Optional.of(new Advance(finished, Optional.of(Math.max(finished, total)), message));
    }
}
