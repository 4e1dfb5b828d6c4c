package org.mcporchestrator.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Of the native executable alone: what it keeps in memory while it has nothing to do, and that it gave up nothing it needs. */
@Tag("long")
@EnabledIf("org.mcporchestrator.it.App#isNative")
class IdleMemoryIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MOST_KIB = 60 * 1024;

    @TempDir
    Path folder;

    @Test
    void anIdleExecutableGivesBackWhatOnlyItsStartNeeded() throws IOException {
        try (var redis = new Server(folder).start();
                var app = new App(folder, redis.port()).set("provider.scripted.latency", "0s").start().awaitReady();
                var api = new Api(app)) {
            await("an executable that is small").atMost(PATIENCE).until(app::resident, size -> size <= MOST_KIB);

            var reader = api.read(api.submit("tides", false).body().path("task_id").asText());
            await("a workflow after that").atMost(PATIENCE).until(reader::done);
        }
    }
}
