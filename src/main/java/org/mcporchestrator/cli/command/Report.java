package org.mcporchestrator.cli.command;

import java.io.PrintWriter;
import java.util.stream.Collectors;

import org.mcporchestrator.cli.client.Client;
import org.mcporchestrator.cli.process.ExitCode;
import org.mcporchestrator.cli.process.Surroundings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** What a workflow brought, on standard output; why it brought nothing, on standard error. */
final class Report {

    private final Surroundings surroundings;
    private final boolean json;

    /** @param json the whole answer of the server in one line instead of the report's text */
    Report(Surroundings surroundings, boolean json) {
        this.surroundings = surroundings;
        this.json = json;
    }

    /** Returns the exit code. */
    int print(Client client, String id) {
        var status = status(client, id, 0);
        if (json) {
            surroundings.out().println(status);
        } else if (status.has("result")) {
            text(status.path("result"), surroundings.out());
        }
        surroundings.out().flush();
        if (status.path("status").asText().equals("completed")) {
            return ExitCode.DONE;
        }
        surroundings.err().println("%s is %s: %s".formatted(id, status.path("status").asText(),
                status.path("error").asText(status.path("progress").path("current_stage").asText())));
        return ExitCode.NO_REPORT;
    }

    /** @param patience seconds that the server may wait for the end before it answers */
    static JsonNode status(Client client, String id, int patience) {
        return client.call("get_orchestration_status",
                JsonNodeFactory.instance.objectNode().put("task_id", id).put("wait_seconds", patience));
    }

    /** Without a synthesis the agents' answers are the report. */
    private static void text(JsonNode result, PrintWriter out) {
        var synthesis = result.path("final_synthesis");
        out.println(synthesis.isTextual() ? synthesis.asText()
                : result.path("agent_results").valueStream().map(agent -> agent.path("content").asText())
                        .filter(content -> !content.isBlank()).collect(Collectors.joining("\n\n")));
    }
}
