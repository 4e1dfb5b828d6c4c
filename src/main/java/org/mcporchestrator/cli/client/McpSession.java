package org.mcporchestrator.cli.client;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * A session of a model client with a server (MCP 2025-11-25, Streamable HTTP). The client begins it by its own
 * {@code initialize}; a server that has forgotten it gets the same again. May be used by many threads at once.
 */
public final class McpSession {

    private static final String PATH = "/mcp";
    private static final String ID = "Mcp-Session-Id";
    private static final String VERSION = "Mcp-Protocol-Version";
    private static final String EVENT_STREAM = "text/event-stream";
    private static final McpMessage INITIALIZED = McpMessage.of(
            JsonNodeFactory.instance.objectNode().put("jsonrpc", "2.0").put("method", "notifications/initialized"));

    private final Client client;
    /** Headers of all that follows {@code initialize}; empty before it. */
    private volatile Map<String, String> agreed = Map.of();
    private volatile Optional<McpMessage> greeting = Optional.empty();

    McpSession(Client client) {
        this.client = client;
    }

    /** Something that is done within a session. */
    @FunctionalInterface
    private interface Step {

        void take(Map<String, String> headers) throws IOException;
    }

    /**
     * Sends a message, and hands over what comes back until the server has nothing more to say to it.
     *
     * @throws McpRefusal if the server said no
     * @throws IOException if it does not answer, or its answer broke
     */
    public void send(McpMessage message, Consumer<McpMessage> each) throws IOException {
        if (message.method().equals("initialize")) {
            begin(message, each);
        } else {
            inSession(headers -> exchange(post(message), headers, each));
        }
    }

    /** Hands over what the server says on its own, until that stream ends. Fails as {@link #send} does. */
    public void listen(Consumer<McpMessage> each) throws IOException {
        inSession(headers -> exchange(client.request(PATH).timeout(Client.PATIENCE).header("Accept", EVENT_STREAM), headers,
                each));
    }

    /** Tells the server, if it can be told, that nothing follows. */
    public void end() throws IOException {
        if (agreed.containsKey(ID)) {
            exchange(client.request(PATH).timeout(Client.CONNECT).DELETE(), agreed, _ -> {
            });
        }
    }

    private void begin(McpMessage initialize, Consumer<McpMessage> each) throws IOException {
        greeting = Optional.of(initialize);
        try (var answer = client.open(post(initialize).build())) {
            answer.forEach(message -> {
                agree(answer, message);
                each.accept(message);
            });
        }
    }

    private void agree(McpAnswer answer, McpMessage message) {
        var version = message.body().at("/result/protocolVersion");
        if (version.isTextual()) {
            var headers = new HashMap<>(Map.of(VERSION, version.asText()));
            answer.header(ID).ifPresent(id -> headers.put(ID, id));
            agreed = Map.copyOf(headers);
        }
    }

    private void inSession(Step step) throws IOException {
        var headers = agreed;
        try {
            step.take(headers);
        } catch (McpRefusal refusal) {
            if (!refusal.forgotten() || !headers.containsKey(ID)) {
                throw refusal;
            }
            renew(headers);
            step.take(agreed);
        }
    }

    /** Once, however many requests were refused. */
    private synchronized void renew(Map<String, String> forgotten) throws IOException {
        if (agreed.equals(forgotten)) {
            begin(greeting.orElseThrow(), _ -> {
            });
            exchange(post(INITIALIZED), agreed, _ -> {
            });
        }
    }

    private HttpRequest.Builder post(McpMessage message) {
        return client.request(PATH)
                .timeout(Client.PATIENCE)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, " + EVENT_STREAM)
                .POST(BodyPublishers.ofString(message.line()));
    }

    private void exchange(HttpRequest.Builder request, Map<String, String> headers, Consumer<McpMessage> each)
            throws IOException {
        headers.forEach(request::header);
        try (var answer = client.open(request.build())) {
            answer.forEach(each);
        }
    }
}
