package org.mcporchestrator.tool.orchestration;

import java.util.List;

import jakarta.annotation.Priority;
import jakarta.inject.Singleton;

import org.mcporchestrator.engine.WorkflowView;
import org.mcporchestrator.engine.Workflows;
import org.mcporchestrator.tool.Caller;
import org.mcporchestrator.tool.Profile;
import org.mcporchestrator.tool.Profile.Effect;
import org.mcporchestrator.tool.Refusal;
import org.mcporchestrator.tool.Tool;
import org.mcporchestrator.tool.Toolbox;
import org.mcporchestrator.tool.argument.Arguments;
import org.mcporchestrator.tool.argument.Form;
import org.mcporchestrator.tool.argument.Kind;
import org.mcporchestrator.tool.argument.Parameter;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.smallrye.mutiny.Uni;

/** The tools for workflows that were started: how far they are, and stopping them. */
@Singleton
@Priority(200)
class ManagementTools implements Toolbox {

    private static final Parameter ID = Parameter.required("task_id", new Kind.Text(100),
            "The task_id that the start of the workflow answered.");
    private final Workflows workflows;
    private final Answers answers;
    private final Waiting waiting;

    ManagementTools(Workflows workflows, Answers answers, Waiting waiting) {
        this.workflows = workflows;
        this.answers = answers;
        this.waiting = waiting;
    }

    @Override
    public List<Tool> tools() {
        return List.of(
                new Tool(new Profile("get_orchestration_status", "Status of a workflow",
                        "Tells how far a workflow is, and its full result once it has ended. wait_seconds saves asking repeatedly.",
                        Tool.Category.MANAGEMENT, List.of("status", "monitoring"), Effect.READS)
                        .or("dreamwalker_status", "dreamwalker_utility_status"),
                        Form.of(ID, Waiting.SECONDS), AnswerShapes.STANDING, this::status),
                new Tool(new Profile("cancel_orchestration", "Stop a workflow",
                        "Stops a running workflow: no further model is called, and what was finished is in the answer.",
                        Tool.Category.MANAGEMENT, List.of("cancel", "control"), Effect.ENDS)
                        .or("dreamwalker_cancel", "dreamwalker_utility_cancel"),
                        Form.of(ID), AnswerShapes.CANCELLED, (arguments, _) -> cancel(arguments)));
    }

    private Uni<ObjectNode> status(Arguments arguments, Caller caller) {
        var id = id(arguments);
        return Waiting.patience(arguments)
                .map(patience -> waiting.until(id, patience, caller).chain(() -> workflows.find(id)))
                .orElseGet(() -> workflows.find(id))
                .map(answers::status);
    }

    private Uni<ObjectNode> cancel(Arguments arguments) {
        var id = id(arguments);
        return workflows.cancel(id)
                .map(answers::cancelled)
                .onFailure(ManagementTools::tooLate).recoverWithUni(late -> workflows.find(id)
                        .chain(view -> Uni.createFrom().failure(refusal((FaultException) late, view))));
    }

    private Refusal refusal(FaultException late, WorkflowView view) {
        return new Refusal(late, answers.notCancelled(view));
    }

    private static boolean tooLate(Throwable failure) {
        return failure instanceof FaultException refused && refused.fault().code() == Fault.Code.ALREADY_ENDED;
    }

    /** Text that cannot be an id names no workflow: the same answer as for one that is not known. */
    private static WorkflowId id(Arguments arguments) {
        return arguments.text("task_id").flatMap(WorkflowId::parse)
                .orElseThrow(() -> new FaultException(Fault.Code.UNKNOWN_WORKFLOW, "no workflow has this task_id"));
    }
}
