package org.mcporchestrator.api.mcp;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.errorprone.annotations.CanIgnoreReturnValue;

/** A plain client of the Model Context Protocol: what it sends is written out, so that tests see the wire. */
public final class McpSession {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicInteger ids = new AtomicInteger();
    private final List<URI> servers;
    private final AtomicInteger turn = new AtomicInteger();
    private Optional<String> session = Optional.empty();

    /** A client of one server, or of several that take turns. */
    public McpSession(URI... servers) {
        this.servers = List.of(servers);
    }

    /** What came back: the answer, and the notifications before it. */
    public record Exchange(int status, JsonNode answer, List<JsonNode> notifications) {

        public JsonNode result() {
            return answer.path("result");
        }

        public JsonNode structured() {
            return result().path("structuredContent");
        }

        public String text() {
            return result().path("content").path(0).path("text").asText();
        }
    }

    /** A stream that is open. */
    public record Stream(List<String> lines, CompletableFuture<?> end) {

        public List<JsonNode> messages() {
            return lines.stream().filter(line -> line.startsWith("data: ")).map(line -> parse(line.substring(6))).toList();
        }
    }

    public McpSession begun() {
        var answer = send(post(message("initialize", Map.of("protocolVersion", "2025-11-25", "capabilities", Map.of(),
                "clientInfo", Map.of("name", "test", "version", "1")), Optional.of(ids.incrementAndGet()))));
        session = answer.headers().firstValue("Mcp-Session-Id");
        notify("notifications/initialized", Map.of());
        return this;
    }

    public McpSession named(String name) {
        session = Optional.of(name);
        return this;
    }

    public Exchange call(String method, Map<String, ?> params) {
        return exchange(send(post(message(method, params, Optional.of(ids.incrementAndGet())))));
    }

    public Exchange tool(String name, Map<String, ?> arguments) {
        return call("tools/call", Map.of("name", name, "arguments", arguments));
    }

    /** Sends a request whose id is known before its answer. */
    public CompletableFuture<Exchange> later(int id, String method, Map<String, ?> params) {
        return http.sendAsync(post(message(method, params, Optional.of(id))), BodyHandlers.ofString())
                .thenApply(McpSession::exchange);
    }

    @CanIgnoreReturnValue
    public int notify(String method, Map<String, ?> params) {
        return send(post(message(method, params, Optional.empty()))).statusCode();
    }

    public HttpResponse<String> raw(String body) {
        return send(post(body));
    }

    public Stream listen() {
        var lines = new CopyOnWriteArrayList<String>();
        var request = request().header("Accept", "text/event-stream").GET().build();
        var end = http.sendAsync(request, BodyHandlers.ofLines())
                .thenAcceptAsync(response -> response.body().forEach(lines::add));
        return new Stream(lines, end);
    }

    public int end() {
        return send(request().DELETE().build()).statusCode();
    }

    private HttpRequest post(String body) {
        return request()
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private HttpRequest.Builder request() {
        var server = servers.get(turn.getAndIncrement() % servers.size());
        var request = HttpRequest.newBuilder(server.resolve("/mcp")).version(HttpClient.Version.HTTP_1_1);
        session.ifPresent(name -> request.header("Mcp-Session-Id", name));
        return request;
    }

    private HttpResponse<String> send(HttpRequest request) {
        return http.sendAsync(request, BodyHandlers.ofString()).join();
    }

    private static String message(String method, Map<String, ?> params, Optional<Integer> id) {
        var message = MAPPER.createObjectNode().put("jsonrpc", "2.0").put("method", method);
        id.ifPresent(number -> message.put("id", number));
        message.set("params", MAPPER.valueToTree(params));
        return message.toString();
    }

    private static Exchange exchange(HttpResponse<String> response) {
        var messages = new ArrayList<JsonNode>();
        if (response.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream")) {
            response.body().lines().filter(line -> line.startsWith("data: ")).map(line -> parse(line.substring(6)))
                    .forEach(messages::add);
        } else if (!response.body().isEmpty()) {
            messages.add(parse(response.body()));
        }
        var answer = messages.stream().filter(message -> message.has("result") || message.has("error")).findFirst()
                .orElseGet(MAPPER::createObjectNode);
        messages.remove(answer);
        return new Exchange(response.statusCode(), answer, messages);
    }

    private static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException wrong) {
            throw new IllegalStateException("no JSON: " + json, wrong);
        }
    }
}
