package org.mcporchestrator.tool.orchestration;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import jakarta.annotation.Priority;
import jakarta.inject.Singleton;

import org.mcporchestrator.engine.WorkflowView;
import org.mcporchestrator.engine.Workflows;
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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.smallrye.mutiny.Uni;

/** The tools for workflows that were started: how far they are, and stopping them. */
@Singleton
@Priority(200)
class ManagementTools implements Toolbox {

    private static final Parameter ID = Parameter.required("task_id", new Kind.Text(100),
            "The task_id that the start of the workflow answered.");
    private static final Parameter WAIT = Parameter.optional("wait_seconds",
            new Kind.Decimal(BigDecimal.ZERO, BigDecimal.valueOf(60)),
            "Answers as soon as the workflow has ended, at the latest after so many seconds; absent: at once.");

    private final Workflows workflows;
    private final Answers answers;

    ManagementTools(Workflows workflows, Answers answers) {
        this.workflows = workflows;
        this.answers = answers;
    }

    @Override
    public List<Tool> tools() {
        return List.of(
                new Tool("get_orchestration_status",
                        "Tells how far a workflow is, and its full result once it has ended. wait_seconds saves asking repeatedly.",
                        Tool.Category.MANAGEMENT, List.of("status", "monitoring"), Form.of(ID, WAIT), this::status),
                new Tool("cancel_orchestration",
                        "Stops a running workflow: no further model is called, and what was finished is in the answer.",
                        Tool.Category.MANAGEMENT, List.of("cancel", "control"), Form.of(ID), this::cancel));
    }

    private Uni<ObjectNode> status(Arguments arguments) {
        var id = id(arguments);
        return patience(arguments).map(patience -> workflows.await(id, patience)).orElseGet(() -> workflows.find(id))
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

    private static Optional<Duration> patience(Arguments arguments) {
        return arguments.value("wait_seconds").map(JsonNode::decimalValue)
                .filter(seconds -> seconds.signum() > 0)
                .map(seconds -> Duration.ofNanos(seconds.movePointRight(9).longValue()));
    }
}
