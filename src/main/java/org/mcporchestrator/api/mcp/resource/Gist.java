package org.mcporchestrator.api.mcp.resource;

import java.util.stream.Collectors;

import org.mcporchestrator.engine.WorkflowView;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.result.AgentResult;
import org.mcporchestrator.workflow.result.OrchestratorResult;

/**
 * What a workflow came to, as a model reads it in the answer of a tool: the synthesis, or what the agents said where nothing
 * was merged. The whole report with every part is a document.
 */
public final class Gist {

    private Gist() {}

    /** Where the workflow stands, and what it came to once it has ended. */
    public static String of(WorkflowView view) {
        var standing = view.standing();
        return "# " + standing.submission().title() + "\n\n"
                + "Workflow `" + standing.id() + "`, " + standing.status().wire() + ".\n\n"
                + view.result().map(Gist::body)
                        .orElse("There is no report yet: the workflow has not ended.\n");
    }

    private static String body(OrchestratorResult result) {
        var trouble = result.error().map(error -> "**It failed:** " + error + "\n\n").orElse("");
        return trouble + result.finalSynthesis().map(text -> text + "\n").orElseGet(() -> parts(result))
                + "\n---\n\n" + figures(result);
    }

    private static String parts(OrchestratorResult result) {
        return result.agentResults().stream()
                .map(Gist::part)
                .collect(Collectors.joining("\n"));
    }

    private static String part(AgentResult agent) {
        return "## " + agent.agentId() + "\n\n"
                + (agent.status() == Status.COMPLETED ? agent.content()
                        : "No answer: " + agent.error().orElse(agent.status().wire()))
                + "\n";
    }

    private static String figures(OrchestratorResult result) {
        var answered = result.agentResults().stream().filter(agent -> agent.status() == Status.COMPLETED).count();
        return "%d of %d agents answered, %d s, %s\n".formatted(answered, result.agentResults().size(),
                result.executionTime().toSeconds(), cost(result));
    }

    private static String cost(OrchestratorResult result) {
        var known = result.totalCost().toPlainString() + " USD";
        if (!Boolean.FALSE.equals(result.metadata().get("cost_complete"))) {
            return known;
        }
        return result.totalCost().signum() == 0 ? "cost not known" : "at least " + known + ", some prices are not known";
    }
}
