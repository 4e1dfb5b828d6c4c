package org.mcporchestrator.ops;

import org.mcporchestrator.journal.Owner;
import org.mcporchestrator.workflow.Stage;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.Submission;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.budget.Amount;
import org.mcporchestrator.workflow.budget.Spending;
import org.mcporchestrator.workflow.config.BeltalowdaConfig;
import org.mcporchestrator.workflow.config.CommonConfig;
import org.mcporchestrator.workflow.config.OrchestratorConfig;
import org.mcporchestrator.workflow.config.PatternName;
import org.mcporchestrator.workflow.config.Priority;
import org.mcporchestrator.workflow.config.SwarmConfig;
import org.mcporchestrator.workflow.event.Envelope;
import org.mcporchestrator.workflow.event.WorkflowEvent;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;
import org.mcporchestrator.workflow.result.AgentResult;
import org.mcporchestrator.workflow.result.OrchestratorResult;
import org.mcporchestrator.workflow.result.SynthesisResult;
import org.mcporchestrator.workflow.step.AgentType;
import org.mcporchestrator.workflow.step.Charge;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.StepId;
import org.mcporchestrator.workflow.step.SubTask;
import org.mcporchestrator.workflow.step.Usage;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What Jackson reads and writes by reflection, of which the native executable has only what is named here. All in one place:
 * the core needs no Quarkus then, and a test can compare the list with what Jackson would look at. {@code JsonTypesTest} tells
 * what is missing.
 */
@RegisterForReflection(targets = {
        Owner.class,
        Stage.class,
        Status.class,
        Submission.class,
        WorkflowId.class,
        Amount.class,
        Spending.class,
        BeltalowdaConfig.class,
        CommonConfig.class,
        OrchestratorConfig.class,
        PatternName.class,
        Priority.class,
        SwarmConfig.class,
        Envelope.class,
        WorkflowEvent.class,
        WorkflowEvent.AgentComplete.class,
        WorkflowEvent.AgentError.class,
        WorkflowEvent.AgentProgress.class,
        WorkflowEvent.AgentStart.class,
        WorkflowEvent.BudgetWarning.class,
        WorkflowEvent.DecompositionComplete.class,
        WorkflowEvent.DecompositionStart.class,
        WorkflowEvent.DocumentGenerationComplete.class,
        WorkflowEvent.DocumentGenerationStart.class,
        WorkflowEvent.IterationComplete.class,
        WorkflowEvent.IterationStart.class,
        WorkflowEvent.Other.class,
        WorkflowEvent.SynthesisComplete.class,
        WorkflowEvent.SynthesisStart.class,
        WorkflowEvent.WorkflowCancelled.class,
        WorkflowEvent.WorkflowComplete.class,
        WorkflowEvent.WorkflowError.class,
        WorkflowEvent.WorkflowResumed.class,
        WorkflowEvent.WorkflowStart.class,
        Fault.class,
        Fault.Code.class,
        FaultException.Problem.class,
        AgentResult.class,
        OrchestratorResult.class,
        SynthesisResult.class,
        AgentType.class,
        Charge.class,
        Outcome.class,
        Outcome.Answered.class,
        Outcome.Faulted.class,
        StepId.class,
        SubTask.class,
        Usage.class })
final class JsonTypes {

    private JsonTypes() {}
}
