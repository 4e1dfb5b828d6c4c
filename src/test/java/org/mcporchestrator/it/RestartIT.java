package org.mcporchestrator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application ends, in order or not, and starts again. Its leases are far too long to be waited for. */
@Tag("long")
class RestartIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final Model model = new Model(Duration.ofMillis(1000), Duration.ofMillis(1300));
    private Server redis;
    private App app;
    private Api api;

    @BeforeEach
    void start() {
        redis = new Server(folder).start();
        app = new App(folder, redis.port()).asking(model).set("engine.lease", "120s").set("engine.renew-every", "500ms")
                .start().awaitReady();
        api = new Api(app);
    }

    @AfterEach
    void end() {
        try (var _ = redis; var _ = model; var _ = app; var _ = api) {
            // each is closed, whatever the others do
        }
    }

    @Test
    void stoppedProcessLetsItsStepsEndAndTheNextOneGoesOnWithTheRest() throws Exception {
        explained(() -> {
            var id = submit("w1");
            var reader = api.read(id);
            await().atMost(PATIENCE).until(() -> calls("w1") == Model.PARTS);

            var stopping = Thread.ofVirtual().start(app::terminate);
            await("readiness down").atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> !app.ready());
            assertThat(api.get("/health").status()).isEqualTo(200);
            var late = submit("w2");
            stopping.join();

            assertThat(redis.names("ZRANGE", "workflows:claims", "0", "-1")).isEmpty();
            assertThat(redis.names("ZRANGE", "workflows:waiting", "0", "-1")).containsExactlyInAnyOrder(id, late);
            assertThat(redis.names("HKEYS", "steps:" + id)).hasSize(Model.PARTS);
            assertThat(app.log()).contains("stopped: driven=0").doesNotContain("claims not released", "a stream broke");

            app.start().awaitReady();
            awaitCompleted(id, late);
            await().atMost(PATIENCE).until(reader::done);
            assertThat(callsOfEachStep()).containsOnly(1L);
            assertThat(reader.events()).extracting(Api.Event::seq)
                    .containsExactlyElementsOf(LongStream.rangeClosed(1, reader.events().size()).boxed().toList());
            assertThat(resumedBecause(reader)).containsExactly("hand_over");
        });
    }

    @Test
    void everyPackageDescribesItsInterface() throws Exception {
        explained(() -> {
            var description = api.get("/q/openapi?format=json");

            assertThat(description.status()).isEqualTo(200);
            assertThat(description.body().path("info").path("version").asText())
                    .isEqualTo(api.get("/health").body().path("version").asText()).isNotEmpty();
            assertThat(description.body().path("paths").has("/v1/workflows")).isTrue();
        });
    }

    @Test
    void killedProcessHasASuccessorThatGoesOnAtOnce() throws Exception {
        explained(() -> {
            var id = submit("w1");
            var reader = api.read(id);
            await().atMost(PATIENCE).until(() -> !redis.names("HKEYS", "steps:" + id).isEmpty());

            app.kill();
            app.start().awaitReady();

            awaitCompleted(id);
            await().atMost(PATIENCE).until(reader::done);
            assertThat(app.log()).containsPattern("claims of the process before freed: instance=\\S+:\\d+ count=1");
            assertThat(resumedBecause(reader)).containsExactly("restart");
        });
    }

    /** Its subtasks are given, so that it has {@link Model#PARTS} calls at once. */
    private String submit(String marker) throws IOException {
        var answer = api.submit(marker, false);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        assertThat(answer.body().path("durable").asBoolean()).isTrue();
        return answer.body().path("task_id").asText();
    }

    private void awaitCompleted(String... ids) {
        await().atMost(PATIENCE).ignoreExceptions()
                .until(() -> redis.names("SMEMBERS", "workflows:status:completed").containsAll(List.of(ids)));
    }

    private long calls(String marker) {
        return model.calls().stream().filter(call -> call.work().workflow().equals(marker)).count();
    }

    private List<Long> callsOfEachStep() {
        return List.copyOf(model.calls().stream()
                .collect(Collectors.groupingBy(Model.Call::work, Collectors.counting())).values());
    }

    private static List<String> resumedBecause(Api.Reader reader) {
        return reader.events().stream().filter(event -> event.type().equals("workflow_resumed"))
                .map(event -> event.envelope().path("data").path("reason").asText()).toList();
    }

    private interface Steps {

        void run() throws Exception;
    }

    private void explained(Steps test) throws Exception {
        try {
            test.run();
        } catch (Throwable failure) {
            failure.addSuppressed(new AssertionError(app.lastLines()));
            throw failure;
        }
    }
}
