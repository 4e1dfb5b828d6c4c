package org.mcporchestrator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mcporchestrator.redis.RedisServers;

/** The packaged application finds its Redis by sentinels, and goes on when the primary is killed. */
@Tag("long")
class SentinelIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final Model model = new Model(Duration.ofMillis(100), Duration.ofMillis(400));
    private Server primary;
    private RedisServers others;
    private App app;
    private Api api;

    @BeforeEach
    void start() throws IOException {
        primary = new Server(folder).start();
        others = new RedisServers(folder);
        var sentinelPort = RedisServers.freePort();
        others.server("port " + RedisServers.freePort(), "bind 127.0.0.1", "save \"\"", "repl-diskless-sync yes",
                "repl-diskless-sync-delay 0", "replicaof 127.0.0.1 " + primary.port());
        await().atMost(PATIENCE).until(() -> primary.ask("INFO", "replication").toString().contains("state=online"));
        others.sentinel("port " + sentinelPort, "bind 127.0.0.1",
                "sentinel monitor mymaster 127.0.0.1 " + primary.port() + " 1",
                "sentinel down-after-milliseconds mymaster 500", "sentinel failover-timeout mymaster 2000");
        await().atMost(PATIENCE).until(() -> others.said("+slave"));
        // The first of the two sentinels is not there.
        app = new App(folder, primary.port()).asking(model).with("REDIS_CLIENT_TYPE", "sentinel")
                .with("REDIS_MASTER_NAME", "mymaster")
                .with("REDIS_URL",
                        "redis://127.0.0.1:%d/0,redis://127.0.0.1:%d/0".formatted(RedisServers.freePort(), sentinelPort));
        api = new Api(app);
    }

    @AfterEach
    void end() {
        try (var _ = primary; var _ = others; var _ = model; var _ = app; var _ = api) {
            // each is closed, whatever the others do
        }
    }

    @Test
    void workflowsGoOnAfterAFailover() throws IOException {
        app.start().awaitReady();
        await().atMost(PATIENCE).until(() -> app.log().contains("Redis connected"));
        var ids = new ArrayList<String>();
        for (var number = 0; number < 5; number++) {
            var answer = api.submit(model.marker(), true);
            assertThat(answer.body().path("durable").asBoolean()).as(app.lastLines()).isTrue();
            ids.add(answer.body().path("task_id").asText());
        }
        await().atMost(PATIENCE).until(() -> model.calls().size() > ids.size());

        primary.kill();

        for (var id : ids) {
            await(id + app.lastLines()).atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(api.status(id).body().path("status").asText()).isEqualTo("completed"));
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(api.submit(model.marker(), true).body().path("durable").asBoolean())
                        .as(app.lastLines()).isTrue());
        assertThat(model.calls()).extracting(Model.Call::work).doesNotHaveDuplicates();
    }
}
