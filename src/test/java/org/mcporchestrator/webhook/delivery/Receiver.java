package org.mcporchestrator.webhook.delivery;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.errorprone.annotations.CanIgnoreReturnValue;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;

/** A receiver of webhooks that remembers what it got, and answers as it is told. */
public final class Receiver implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Request> received = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private volatile BiConsumer<HttpServerRequest, Integer> answer = (request, _) -> status(request, 204);

    /** A request as it came. */
    public record Request(Map<String, String> headers, byte[] body) {

        public JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException noJson) {
                throw new AssertionError(noJson);
            }
        }

        public String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }

        public String position() {
            return header("webhook-id").replaceFirst(".*_", "");
        }
    }

    public Receiver(Vertx vertx, int port) {
        this(vertx, port, new HttpServerOptions());
    }

    Receiver(Vertx vertx, int port, HttpServerOptions options) {
        server = vertx.createHttpServer(options.setHost("127.0.0.1").setPort(port))
                .requestHandler(request -> request.body().onSuccess(body -> {
                    received.add(new Request(request.headers().entries().stream().collect(Collectors.toMap(
                            header -> header.getKey().toLowerCase(Locale.ROOT), Map.Entry::getValue)),
                            body.getBytes()));
                    answer.accept(request, received.size());
                }))
                .listen().toCompletionStage().toCompletableFuture().join();
    }

    /** From now on; the number is that of the request, from 1. */
    @CanIgnoreReturnValue
    public Receiver answering(BiConsumer<HttpServerRequest, Integer> next) {
        answer = next;
        return this;
    }

    public static void status(HttpServerRequest request, int status) {
        var _ = request.response().setStatusCode(status).end();
    }

    public int port() {
        return server.actualPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port() + "/hook?a=b";
    }

    public List<Request> received() {
        return List.copyOf(received);
    }

    public List<String> positions() {
        return received.stream().map(Request::position).toList();
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }
}
