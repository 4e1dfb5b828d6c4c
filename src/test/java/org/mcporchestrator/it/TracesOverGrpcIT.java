package org.mcporchestrator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;

/** A collector that speaks gRPC, by HTTP/2 without TLS, gets the traces of the packaged application. */
@Tag("long")
class TracesOverGrpcIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String EXPORT = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
    /** A frame without content: no compression, length 0 (gRPC over HTTP/2, "Requests"). */
    private static final Buffer NOTHING = Buffer.buffer(new byte[5]);

    @TempDir
    Path folder;

    private final ConcurrentLinkedQueue<String> received = new ConcurrentLinkedQueue<>();
    private final Vertx vertx = Vertx.vertx();
    private HttpServer collector;
    private App app;

    @BeforeEach
    void start() throws Exception {
        collector = vertx.createHttpServer().requestHandler(this::take).listen(0, "127.0.0.1").toCompletionStage()
                .toCompletableFuture().get();
        app = new App(folder, App.freePort()).with("REDIS_ENABLED", "false")
                .with("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")
                .with("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + collector.actualPort())
                .with("QUARKUS_OTEL_BSP_SCHEDULE_DELAY", "100ms")
                .set("provider.scripted.latency", "0s")
                .start().awaitReady();
    }

    @AfterEach
    void end() throws Exception {
        app.close();
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    @Test
    void theStepsOfAWorkflowAreSent() throws IOException {
        try (var api = new Api(app)) {
            var id = api.submit("tides", false).body().path("task_id").asText();

            await("the trace").atMost(PATIENCE).untilAsserted(() -> assertThat(String.join("", received))
                    .as(app::lastLines).contains("invoke_workflow beltalowda", "chat scripted", id));
            assertThat(app.log()).doesNotContain("Failed to export");
        }
    }

    private void take(HttpServerRequest request) {
        var answer = request.response().setStatusCode(request.path().equals(EXPORT) ? 200 : 404)
                .putHeader("Content-Type", "application/grpc").putTrailer("grpc-status", "0");
        request.body().onSuccess(body -> {
            received.add(body.toString(StandardCharsets.ISO_8859_1.name()));
            answer.end(NOTHING);
        });
    }
}
