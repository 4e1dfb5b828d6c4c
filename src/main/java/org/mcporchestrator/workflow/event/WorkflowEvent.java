package org.mcporchestrator.workflow.event;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.step.StepId;
import org.mcporchestrator.workflow.step.SubTask;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;

/**
 * A public fact about a workflow. Its components are the {@code data} of the event on the wire; it never holds what a model
 * wrote.
 *
 * <p>
 * An {@code agent_id} is {@code agent_} and the id of the subtask, in events as in results.
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
@JsonSubTypes({
        @JsonSubTypes.Type(value = WorkflowEvent.WorkflowStart.class, name = "workflow_start"),
        @JsonSubTypes.Type(value = WorkflowEvent.WorkflowResumed.class, name = "workflow_resumed"),
        @JsonSubTypes.Type(value = WorkflowEvent.DecompositionStart.class, name = "decomposition_start"),
        @JsonSubTypes.Type(value = WorkflowEvent.DecompositionComplete.class, name = "decomposition_complete"),
        @JsonSubTypes.Type(value = WorkflowEvent.IterationStart.class, name = "iteration_start"),
        @JsonSubTypes.Type(value = WorkflowEvent.IterationComplete.class, name = "iteration_complete"),
        @JsonSubTypes.Type(value = WorkflowEvent.AgentStart.class, name = "agent_start"),
        @JsonSubTypes.Type(value = WorkflowEvent.AgentProgress.class, name = "agent_progress"),
        @JsonSubTypes.Type(value = WorkflowEvent.AgentComplete.class, name = "agent_complete"),
        @JsonSubTypes.Type(value = WorkflowEvent.AgentError.class, name = "agent_error"),
        @JsonSubTypes.Type(value = WorkflowEvent.BudgetWarning.class, name = "budget_warning"),
        @JsonSubTypes.Type(value = WorkflowEvent.SynthesisStart.class, name = "synthesis_start"),
        @JsonSubTypes.Type(value = WorkflowEvent.SynthesisComplete.class, name = "synthesis_complete"),
        @JsonSubTypes.Type(value = WorkflowEvent.DocumentGenerationStart.class, name = "document_generation_start"),
        @JsonSubTypes.Type(value = WorkflowEvent.DocumentGenerationComplete.class, name = "document_generation_complete"),
        @JsonSubTypes.Type(value = WorkflowEvent.WorkflowComplete.class, name = "workflow_complete"),
        @JsonSubTypes.Type(value = WorkflowEvent.WorkflowError.class, name = "workflow_error"),
        @JsonSubTypes.Type(value = WorkflowEvent.WorkflowCancelled.class, name = "workflow_cancelled") })
public sealed interface WorkflowEvent {

    /** The {@code event_type} on the wire. */
    default String type() {
        return switch (this) {
            case WorkflowStart _ -> "workflow_start";
            case WorkflowResumed _ -> "workflow_resumed";
            case DecompositionStart _ -> "decomposition_start";
            case DecompositionComplete _ -> "decomposition_complete";
            case IterationStart _ -> "iteration_start";
            case IterationComplete _ -> "iteration_complete";
            case AgentStart _ -> "agent_start";
            case AgentProgress _ -> "agent_progress";
            case AgentComplete _ -> "agent_complete";
            case AgentError _ -> "agent_error";
            case BudgetWarning _ -> "budget_warning";
            case SynthesisStart _ -> "synthesis_start";
            case SynthesisComplete _ -> "synthesis_complete";
            case DocumentGenerationStart _ -> "document_generation_start";
            case DocumentGenerationComplete _ -> "document_generation_complete";
            case WorkflowComplete _ -> "workflow_complete";
            case WorkflowError _ -> "workflow_error";
            case WorkflowCancelled _ -> "workflow_cancelled";
            case Other other -> other.type();
        };
    }

    /** What a newer version of this server recorded, passed on as it is. */
    record Other(String type, Map<String, Object> data) implements WorkflowEvent {

        public Other {
            data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
        }
    }

    /** Whether nothing follows in this workflow, short of a reopening. */
    default boolean last() {
        return this instanceof WorkflowComplete || this instanceof WorkflowError || this instanceof WorkflowCancelled;
    }

    /** The work has begun. */
    record WorkflowStart(String task, String title, @JsonProperty("num_agents") int numAgents) implements WorkflowEvent {}

    /**
     * Another process, or the same one after a restart, goes on with the work. {@code recordedSteps} need not be performed
     * again.
     */
    record WorkflowResumed(String reason, @JsonProperty("recorded_steps") int recordedSteps) implements WorkflowEvent {}

    record DecompositionStart() implements WorkflowEvent {}

    /**
     * The subtasks are known. {@code source}: {@code model}, {@code caller}, or {@code fallback} if the model's call failed.
     */
    record DecompositionComplete(@JsonProperty("subtask_count") int subtaskCount, List<SubTask> subtasks, String source)
            implements
                WorkflowEvent {

        public DecompositionComplete {
            subtasks = List.copyOf(subtasks);
        }
    }

    /** A pass begins; counted from 1. */
    record IterationStart(int iteration) implements WorkflowEvent {}

    record IterationComplete(int iteration, @JsonProperty("synthesis_length") int synthesisLength) implements WorkflowEvent {}

    /**
     * The call for a subtask is about to be made; again if a process died during an earlier one. {@code reservedCost}: what it
     * is likely to cost, in USD, if the workflow has a budget.
     */
    record AgentStart(@JsonProperty("subtask_id") StepId subtaskId, @JsonProperty("agent_id") String agentId,
            @JsonProperty("agent_type") String agentType, String description,
            @JsonProperty("reserved_cost") Optional<BigDecimal> reservedCost) implements WorkflowEvent {

        /** Of a workflow without a budget. */
        public AgentStart(StepId subtaskId, String agentId, String agentType, String description) {
            this(subtaskId, agentId, agentType, description, Optional.empty());
        }
    }

    /**
     * How much of an answer has arrived. Not kept in the journal. {@code tokensEstimated}: whether the provider has not counted
     * all of the {@code tokens}.
     */
    record AgentProgress(@JsonProperty("subtask_id") StepId subtaskId, @JsonProperty("agent_id") String agentId,
            long characters, Optional<Long> tokens, @JsonProperty("tokens_estimated") Optional<Boolean> tokensEstimated)
            implements
                WorkflowEvent {}

    /** A subtask has its answer. {@code progress} is the share of subtasks that are done, 0 to 1. */
    record AgentComplete(@JsonProperty("subtask_id") StepId subtaskId, @JsonProperty("agent_id") String agentId,
            @JsonProperty("execution_time") Duration executionTime, @JsonInclude Optional<BigDecimal> cost,
            @JsonProperty("tokens_used") long tokensUsed, String provider, String model,
            double progress) implements WorkflowEvent {}

    /** A subtask failed for good; the others go on. {@code cost}: of its calls that are billed all the same, if any is. */
    record AgentError(@JsonProperty("subtask_id") StepId subtaskId, @JsonProperty("agent_id") String agentId, String error,
            Fault.Code code, int attempts, Optional<BigDecimal> cost, double progress) implements WorkflowEvent {

        /** Of a subtask that cost nothing. */
        public AgentError(StepId subtaskId, String agentId, String error, Fault.Code code, int attempts, double progress) {
            this(subtaskId, agentId, error, code, attempts, Optional.empty(), progress);
        }
    }

    /** Four fifths of a limit are used up. {@code usedCost} and {@code usedTokens} include calls that were lost. */
    record BudgetWarning(@JsonProperty("used_cost") BigDecimal usedCost,
            @JsonProperty("max_total_cost") Optional<BigDecimal> maxTotalCost, @JsonProperty("used_tokens") long usedTokens,
            @JsonProperty("max_total_tokens") Optional<Long> maxTotalTokens) implements WorkflowEvent {}

    /** Synthesis begins: the whole of it without a level, a tier of it with {@code drummer} or {@code camina}. */
    record SynthesisStart(Optional<String> level,
            @JsonProperty("input_count") Optional<Integer> inputCount) implements WorkflowEvent {}

    /**
     * Synthesis is done. {@code outputCount} counts the texts of the drummers, {@code failedCount} those of them that failed.
     */
    record SynthesisComplete(Optional<String> level, @JsonProperty("output_count") Optional<Integer> outputCount,
            @JsonProperty("failed_count") Optional<Integer> failedCount,
            @JsonProperty("synthesis_length") Optional<Integer> synthesisLength) implements WorkflowEvent {}

    record DocumentGenerationStart(List<String> formats) implements WorkflowEvent {}

    record DocumentGenerationComplete(@JsonProperty("document_count") int documentCount) implements WorkflowEvent {}

    /**
     * The report is there. {@code unpricedSteps} counts answers whose price is not known and not in the total.
     * {@code stoppedBy}: {@code budget} if steps were left out since the budget had no room for them.
     */
    record WorkflowComplete(String status, @JsonProperty("execution_time") Duration executionTime,
            @JsonProperty("total_cost") BigDecimal totalCost, @JsonProperty("tokens_used") long tokensUsed,
            @JsonProperty("unpriced_steps") int unpricedSteps, @JsonProperty("document_count") int documentCount,
            @JsonProperty("stopped_by") Optional<String> stoppedBy)
            implements
                WorkflowEvent {

        /** Of a workflow that nothing stopped. */
        public WorkflowComplete(String status, Duration executionTime, BigDecimal totalCost, long tokensUsed, int unpricedSteps,
                int documentCount) {
            this(status, executionTime, totalCost, tokensUsed, unpricedSteps, documentCount, Optional.empty());
        }
    }

    /** The workflow failed; what agents had answered is in its result. */
    record WorkflowError(String error, Fault.Code code, @JsonProperty("execution_time") Duration executionTime,
            @JsonProperty("total_cost") BigDecimal totalCost) implements WorkflowEvent {}

    /** Somebody stopped the workflow; what agents had answered is in its result. */
    record WorkflowCancelled(@JsonProperty("completed_agents") int completedAgents,
            @JsonProperty("execution_time") Duration executionTime, @JsonProperty("total_cost") BigDecimal totalCost)
            implements
                WorkflowEvent {}
}
