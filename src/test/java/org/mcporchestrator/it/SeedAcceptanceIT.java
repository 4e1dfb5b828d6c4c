package org.mcporchestrator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The acceptance list of the system before us, on the packaged application and a real Redis. */
@Tag("long")
class SeedAcceptanceIT {

    private static final int CACHED = 100;
    private static final int COMPLETED = 105;
    private static final long DAY = 86_400;
    private static final long WEEK = 604_800;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private Server redis;
    private App app;
    private Api api;

    private interface Steps {

        void run() throws IOException;
    }

    @BeforeEach
    void start() {
        redis = new Server(folder).start();
        app = new App(folder, redis.port()).set("engine.lease", "1s").set("engine.renew-every", "200ms");
        api = new Api(app);
    }

    @AfterEach
    void end() {
        try (var _ = redis; var _ = app; var _ = api) {
            // each is closed, whatever the others do
        }
    }

    @Test
    void workflowIsInRedisFromItsBeginningAndEveryEndOfItStays() throws IOException {
        explained(() -> {
            answeringAfter("20s");

            var created = submit("a", form -> form);
            assertThat(redis.names("SMEMBERS", "workflows:active")).containsExactly(created);
            assertThat(redis.names("SMEMBERS", "workflows:type:beltalowda")).containsExactly(created);
            assertThat(redis.ttl("workflow:" + created)).isBetween(DAY - 30, DAY);
            assertThat(entry(created).path("task").asText()).isEqualTo("question a");
            assertThat(redis.has("result:" + created)).isFalse();

            assertThat(api.tool("cancel_orchestration", "task_id", created).status()).isEqualTo(200);
            var failed = submit("b", form -> form.put("workflow_timeout", 1));
            await().atMost(PATIENCE).until(() -> status(failed).equals("failed"));
            var error = api.status(failed).body().path("error").asText();
            assertThat(error).isNotEmpty();

            app.kill();
            ended(created, "cancelled");
            ended(failed, "failed");
            app.start().awaitReady();

            assertThat(status(created)).isEqualTo("cancelled");
            assertThat(status(failed)).isEqualTo("failed");
            assertThat(api.status(failed).body().path("error").asText()).isEqualTo(error);
            assertThat(restored("completed")).containsExactlyInAnyOrder(created, failed);
        });
    }

    @Test
    void everythingIsThereAgainAfterARestartAndWhatRanGoesOn() throws IOException {
        explained(() -> {
            answeringAfter("0s");
            var completed = new ArrayList<String>();
            for (var i = 0; i < COMPLETED; i++) {
                var id = submit("number " + i, form -> form);
                await().pollInterval(Duration.ofMillis(5)).atMost(PATIENCE).until(() -> status(id).equals("completed"));
                completed.add(id);
            }
            completed.forEach(id -> ended(id, "completed"));
            assertThat(redis.names("ZRANGE", "results:by_time", "0", "-1")).hasSize(COMPLETED);

            app.terminate();
            answeringAfter("400ms");

            assertThat(restored("completed")).hasSize(CACHED).isSubsetOf(completed);
            assertThat(restored("completed")).doesNotContain(completed.getFirst());
            retrieve(completed, "not in the cache for the first ones");
            retrieve(completed, "again");

            var running = submit("c", form -> form);
            await().atMost(PATIENCE).until(() -> !redis.names("HKEYS", "steps:" + running).isEmpty());
            app.kill();
            app.start().awaitReady();

            assertThat(restored("active")).containsExactly(running);
            assertThat(redis.names("SMEMBERS", "workflows:active")).containsExactly(running);
            await().atMost(PATIENCE).until(() -> status(running).equals("completed"));
            ended(running, "completed");
            assertThat(Ledger.entries(redis.ask("XRANGE", "journal:" + running, "-", "+"))).extracting(Api.Event::type)
                    .containsOnlyOnce("workflow_start", "workflow_resumed", "workflow_complete");
            assertThat(app.log()).contains("Redis connected");
        });
    }

    private void explained(Steps test) throws IOException {
        try {
            test.run();
        } catch (Throwable failure) {
            failure.addSuppressed(new AssertionError(app.lastLines()));
            throw failure;
        }
    }

    private void answeringAfter(String latency) {
        app.set("provider.scripted.latency", latency).start().awaitReady();
    }

    private interface Change {

        ObjectNode to(ObjectNode form);
    }

    private String submit(String name, Change change) throws IOException {
        var form = Api.JSON.createObjectNode().put("task", "question " + name).put("num_agents", 2);
        var answer = api.post("/tools/orchestrate_research", change.to(form));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("durable").asBoolean()).isTrue();
        return answer.body().path("task_id").asText();
    }

    private String status(String id) throws IOException {
        return api.status(id).body().path("status").asText();
    }

    private JsonNode entry(String id) {
        return json(redis.text("workflow:" + id));
    }

    private static JsonNode json(String text) {
        try {
            return Api.JSON.readTree(text);
        } catch (IOException noJson) {
            throw new AssertionError(text, noJson);
        }
    }

    /** In Redis, not only in the application. */
    private void ended(String id, String status) {
        assertThat(entry(id).path("status").asText()).isEqualTo(status);
        assertThat(json(redis.text("result:" + id)).path("status").asText()).isEqualTo(status);
        assertThat(redis.ttl("result:" + id)).isBetween(WEEK - 120, WEEK);
        assertThat(redis.ttl("workflow:" + id)).isBetween(WEEK - 120, WEEK);
        assertThat(redis.names("SMEMBERS", "workflows:active")).doesNotContain(id);
        assertThat(redis.names("SMEMBERS", "workflows:completed")).contains(id);
        assertThat(Double.parseDouble(String.valueOf(redis.ask("ZSCORE", "results:by_time", id))))
                .isCloseTo(Instant.now().toEpochMilli() / 1000.0, within(120.0));
    }

    /** What the log says was restored by the last start, which tells it once it is ready. */
    private List<String> restored(String kind) {
        await().atMost(PATIENCE).until(() -> lastStart().contains("cache filled"));
        var last = lastStart();
        return Pattern.compile("Restored " + kind + " workflow: workflow=(\\S+)").matcher(last).results()
                .map(match -> match.group(1)).toList();
    }

    private String lastStart() {
        var log = app.log();
        return log.substring(log.lastIndexOf("Redis settings:"));
    }

    private void retrieve(List<String> ids, String what) throws IOException {
        var slowest = Duration.ZERO;
        var first = Duration.ZERO;
        for (var id : ids) {
            var answer = api.status(id);
            assertThat(answer.body().path("status").asText()).isEqualTo("completed");
            assertThat(answer.body().path("result").path("agent_results")).as("result of " + id).hasSize(2);
            slowest = answer.took().compareTo(slowest) > 0 ? answer.took() : slowest;
            first = first.isZero() ? answer.took() : first;
        }
        System.out.printf("SeedAcceptanceIT: retrieved=%d, %s: first=%dms slowest=%dms%n", ids.size(), what, first.toMillis(),
                slowest.toMillis());
    }
}
