package org.mcporchestrator.cli.mcp;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.mcporchestrator.cli.client.McpMessage;
import org.mcporchestrator.cli.client.McpRefusal;
import org.mcporchestrator.cli.client.McpSession;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * Sends each message of the client to the server, and back what the server says. Requests are sent side by side;
 * {@code initialize} and what wants no answer go one after the other, in the client's order.
 */
final class Bridge {

    /** JSON-RPC 2.0, section 5.1. */
    private static final int PARSE_ERROR = -32700;
    /** Of those that JSON-RPC leaves to servers; the official SDKs have it for a lost connection. */
    private static final int CONNECTION_LOST = -32000;

    private final McpSession session;
    private final Outlet outlet;
    private final Thread news;

    Bridge(McpSession session, Outlet outlet) {
        this.session = session;
        this.outlet = outlet;
        this.news = Thread.ofVirtual().name("news").unstarted(new News(session, outlet));
    }

    /** Until the client has nothing more to say, and all that it asked for is answered. */
    void run(BufferedReader client) throws IOException {
        try (var requests = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var line = client.readLine(); line != null; line = client.readLine()) {
                if (!line.isBlank()) {
                    take(line, requests);
                }
            }
        }
        news.interrupt();
        try {
            session.end();
        } catch (IOException gone) {
            outlet.tell("the session was not ended: " + gone.getMessage());
        }
    }

    private void take(String line, ExecutorService requests) {
        try {
            var message = McpMessage.of(line);
            outlet.owe(message);
            if (message.asked().isEmpty() || message.method().equals("initialize")) {
                inOrder(message);
            } else {
                requests.execute(() -> exchange(message));
            }
        } catch (JsonProcessingException malformed) {
            outlet.unreadable(error(PARSE_ERROR, "no JSON: " + malformed.getOriginalMessage()));
        }
    }

    private void inOrder(McpMessage message) {
        if (message.method().equals("notifications/cancelled")) {
            outlet.forgo(message.body().at("/params/requestId"));
        }
        exchange(message);
        if (message.method().equals("notifications/initialized") && news.getState() == Thread.State.NEW) {
            news.start();
        }
    }

    private void exchange(McpMessage message) {
        try {
            session.send(message, outlet::pass);
            if (!message.asked().isEmpty()) {
                outlet.fail(message, error(CONNECTION_LOST, "the server ended its answer before it was complete"));
            }
        } catch (McpRefusal refusal) {
            outlet.fail(message, refusal.error(CONNECTION_LOST));
        } catch (IOException lost) {
            outlet.fail(message, error(CONNECTION_LOST, String.valueOf(lost.getMessage())));
        }
    }

    private static JsonNode error(int code, String message) {
        return JsonNodeFactory.instance.objectNode().put("code", code).put("message", message);
    }
}
