package org.mcporchestrator.cli.client;

import java.io.IOException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** The server took no message: wrong key, unknown session, malformed, overloaded, or it is no server for model clients. */
public final class McpRefusal extends IOException {

    private static final long serialVersionUID = 1;
    private static final int UNKNOWN_SESSION = 404;
    private static final int NO_STREAM = 405;

    private final int status;
    private final transient JsonNode body;

    /** @param body of the answer; missing if it was no JSON */
    McpRefusal(int status, JsonNode body) {
        super("the server refused (%d)%s".formatted(status, reason(body)));
        this.status = status;
        this.body = body;
    }

    /** Only what belongs to a session is refused so: it has to be begun again (MCP 2025-11-25, transports). */
    boolean forgotten() {
        return status == UNKNOWN_SESSION;
    }

    /** Whether the server tells nothing that nobody asked for. */
    public boolean silent() {
        return status == NO_STREAM;
    }

    /** Whether the same would be refused again. */
    public boolean lasting() {
        return status < 500;
    }

    /** The error of JSON-RPC: the server's own if it said one, else one with {@code code}. */
    public JsonNode error(int code) {
        var own = body.path("error");
        return own.path("code").isInt() ? own
                : JsonNodeFactory.instance.objectNode().put("code", code).put("message", getMessage());
    }

    private static String reason(JsonNode body) {
        var error = body.path("error");
        var text = error.isTextual() ? error.asText() : error.path("message").asText();
        return text.isEmpty() ? "" : ": " + text;
    }
}
