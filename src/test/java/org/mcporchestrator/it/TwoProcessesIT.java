package org.mcporchestrator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one process does with a workflow, as another one tells it that has kept its end. */
@Tag("long")
class TwoProcessesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int ROUNDS = 5;

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Model model = new Model(Duration.ofMillis(1), Duration.ofMillis(5));
    private Server redis;
    private App first;
    private App second;
    private Api here;
    private Api there;

    @BeforeEach
    void start() {
        redis = new Server(folder).start();
        first = new App(folder, redis.port()).asking(model).start();
        second = new App(folder, redis.port()).asking(model).start();
        first.awaitReady();
        second.awaitReady();
        here = new Api(first);
        there = new Api(second);
    }

    @AfterEach
    void end() {
        try (var _ = redis; var _ = model; var _ = first; var _ = second; var _ = here; var _ = there; var _ = http) {
            // each is closed, whatever the others do
        }
    }

    @Test
    void whatOneRemovesIsUnknownToTheOther() throws Exception {
        var id = known();

        remove(id);

        awaitUnknown(id);
    }

    /** Removed without a word, as for a process whose connection was broken at that moment. */
    @Test
    void whatWasRemovedUnheardIsUnknownAfterTheGap() throws Exception {
        var id = known();
        redis.ask("DEL", "run:" + id, "result:" + id, "journal:" + id, "workflow:" + id);
        assertThat(there.get("/v1/workflows/" + id).status()).as("nobody said so").isEqualTo(200);

        redis.ask("CLIENT", "KILL", "TYPE", "pubsub");

        awaitUnknown(id);
    }

    @Test
    void ofTwoResumptionsAtOnceExactlyOneDecides() throws Exception {
        for (var round = 0; round < ROUNDS; round++) {
            var id = stopped();
            var answers = atOnce(() -> resume(here, id, "3"), () -> resume(there, id, "4"));

            assertThat(answers).as("%s", answers).extracting(Api.Answer::status).containsExactlyInAnyOrder(202, 409);
            var refused = answers.stream().filter(answer -> answer.status() == 409).findFirst().orElseThrow();
            assertThat(refused.body().path("code").asText()).isIn("not_ended", "changed_meanwhile", "not_resumable");
            ended(id);
            var budget = here.get("/v1/workflows/" + id).body().path("config").path("max_total_cost").asText();
            assertThat(budget).isEqualTo(answers.getFirst().status() == 202 ? "3" : "4");
        }
    }

    @Test
    void addressThatIsNoUriIsAProblem() throws IOException {
        try (var socket = new Socket("localhost", first.uri("/").getPort())) {
            socket.getOutputStream().write("GET /v1/workflows/%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 400 ").contains("application/problem+json", "\"code\":\"bad_request\"");
        }
    }

    /** A workflow whose end both tell from their memory. */
    private String known() throws IOException {
        var id = here.submit(model.marker(), true).body().path("task_id").asText();
        ended(id);
        for (var api : List.of(here, there, here, there)) {
            assertThat(api.get("/v1/workflows/" + id + "/result").status()).isEqualTo(200);
        }
        return id;
    }

    private String stopped() throws IOException {
        var form = Api.JSON.createObjectNode().put("task", "[" + model.marker() + "] a task").put("num_agents", 5)
                .put("max_total_cost", 0.001);
        var id = here.post("/tools/orchestrate_research", form).body().path("task_id").asText();
        ended(id);
        return id;
    }

    private void ended(String id) {
        await().atMost(PATIENCE).until(() -> List.of("completed", "failed")
                .contains(here.get("/v1/workflows/" + id).body().path("status").asText()));
    }

    private void remove(String id) throws IOException, InterruptedException {
        var answer = http.send(HttpRequest.newBuilder(first.uri("/v1/workflows/" + id)).DELETE().build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
    }

    private void awaitUnknown(String id) {
        for (var path : List.of("", "/result", "/documents/report.md")) {
            await().atMost(PATIENCE).untilAsserted(
                    () -> assertThat(there.get("/v1/workflows/" + id + path).body().path("code").asText())
                            .isEqualTo("unknown_workflow"));
        }
    }

    private static Api.Answer resume(Api api, String id, String budget) throws IOException {
        return api.post("/v1/workflows/" + id + "/resume",
                Api.json("{\"config\":{\"max_total_cost\":" + budget + "}}"));
    }

    @SafeVarargs
    private static List<Api.Answer> atOnce(Callable<Api.Answer>... calls) throws Exception {
        var barrier = new CyclicBarrier(calls.length);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = Stream.of(calls).map(call -> threads.submit(() -> {
                barrier.await();
                return call.call();
            })).toList();
            return List.of(answers.getFirst().get(), answers.getLast().get());
        }
    }
}
