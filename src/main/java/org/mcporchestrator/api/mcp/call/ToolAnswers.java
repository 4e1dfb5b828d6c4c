package org.mcporchestrator.api.mcp.call;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import jakarta.inject.Singleton;

import org.mcporchestrator.api.mcp.resource.Gist;
import org.mcporchestrator.engine.Workflows;
import org.mcporchestrator.tool.Refusal;
import org.mcporchestrator.tool.Tool;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.fault.Defect;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.quarkiverse.mcp.server.TextContent;
import io.quarkiverse.mcp.server.ToolResponse;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;

/**
 * Answers of tools as MCP has them: the structured content, and a text for clients and models that read only that. The text of
 * a finished workflow is its report, every other one the JSON of the structured content.
 */
@Singleton
class ToolAnswers {

    private final Workflows workflows;

    ToolAnswers(Workflows workflows) {
        this.workflows = workflows;
    }

    Uni<ToolResponse> success(Tool tool, ObjectNode answer) {
        return text(answer).map(text -> new ToolResponse(workFailed(tool, answer), List.of(new TextContent(text)), answer,
                null));
    }

    /** Has no structured content: clients check that against the shape of a success. */
    ToolResponse failure(Throwable failure) {
        return ToolResponse.error(switch (failure) {
            case FaultException fault -> sentence(fault);
            case Refusal refusal -> sentence(refusal.fault());
            default -> defect(failure);
        });
    }

    /** A caller who waited for work that failed got no report; one who asked how it is got what was asked for. */
    private static boolean workFailed(Tool tool, ObjectNode answer) {
        return tool.category() == Tool.Category.ORCHESTRATION
                && answer.path("status").asText().equals(Status.FAILED.wire());
    }

    private Uni<String> text(ObjectNode answer) {
        return Optional.of(answer).filter(finished -> finished.has("result"))
                .flatMap(finished -> WorkflowId.parse(finished.path("task_id").asText()))
                .map(id -> workflows.find(id).map(Gist::of))
                .orElseGet(() -> Uni.createFrom().item(answer.toString()));
    }

    private static String sentence(FaultException failure) {
        if (failure.problems().isEmpty()) {
            return failure.fault().code().wire() + ": " + failure.fault().detail() + later(failure);
        }
        return failure.problems().stream()
                .map(problem -> "- " + problem.field() + ": " + problem.message())
                .collect(Collectors.joining("\n", failure.fault().code().wire() + ": change these arguments and call again\n",
                        ""));
    }

    private static String later(FaultException failure) {
        if (!failure.fault().code().heals()) {
            return "";
        }
        return failure.retryAfter().map(wait -> ". Call again in " + Math.max(1, wait.toSeconds()) + " s")
                .orElse(". The same call may succeed later");
    }

    private static String defect(Throwable failure) {
        Log.error("a tool call failed", Defect.withoutMessages(failure));
        return Fault.Code.INTERNAL.wire() + ": the server made an error";
    }
}
