package org.mcporchestrator.cli.mcp;

import java.io.PrintWriter;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.mcporchestrator.cli.client.McpMessage;
import org.mcporchestrator.cli.process.Surroundings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;

/**
 * The way to the client: nothing but messages on standard output, one a line (MCP 2025-11-25, stdio), all else on standard
 * error. Each request is answered once, and one that was given up is not.
 */
final class Outlet {

    private final Set<JsonNode> owed = ConcurrentHashMap.newKeySet();
    private final PrintWriter out;
    private final PrintWriter err;

    Outlet(Surroundings surroundings) {
        this.out = surroundings.out();
        this.err = surroundings.err();
    }

    /** From now on its requests are owed an answer. */
    void owe(McpMessage asked) {
        owed.addAll(asked.asked());
    }

    /** The client wants no answer any more. */
    void forgo(JsonNode id) {
        owed.remove(id);
    }

    /** Passes on what the server said, unless it answers what nobody waits for. */
    void pass(McpMessage message) {
        var answered = message.answered();
        if (answered.isEmpty() || answered.stream().filter(owed::remove).count() > 0) {
            write(message.line());
        }
    }

    /** Answers those requests of a message that are still owed an answer by an error. */
    void fail(McpMessage asked, JsonNode error) {
        var unanswered = asked.asked().stream().filter(owed::remove).toList();
        unanswered.forEach(id -> error(id, error));
        if (!unanswered.isEmpty() || asked.asked().isEmpty()) {
            tell(error.path("message").asText());
        }
    }

    /** Answers what cannot be read. */
    void unreadable(JsonNode error) {
        error(NullNode.getInstance(), error);
    }

    void tell(String line) {
        err.println("mcp-orchestrator: " + line);
    }

    private void error(JsonNode id, JsonNode error) {
        var answer = JsonNodeFactory.instance.objectNode().put("jsonrpc", "2.0");
        answer.set("id", id);
        answer.set("error", error);
        write(answer.toString());
    }

    private synchronized void write(String line) {
        // Not println: a line ends alike on every system
        out.print(line + "\n");
        out.flush();
    }
}
