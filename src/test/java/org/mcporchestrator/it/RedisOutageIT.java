package org.mcporchestrator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * Redis goes away in every way there is, for longer than a lease, while workflows run. The application answers meanwhile, and
 * afterwards everything that was acknowledged is done, told and recorded. One process goes through one absence after the other;
 * only a failure replaces it, and its data. Those that are two of the others in one, or nearly one of them, are for build
 * servers.
 */
class RedisOutageIT {

    private static final int WORKFLOWS = 10;
    private static final int MEANWHILE = 5;
    private static final Duration LEASE = Duration.ofSeconds(1);
    private static final Duration ABSENCE = Duration.ofMillis(1500);
    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    /** Promised are 2 s; this machine may be busy. */
    private static final Duration RECOVERY = Duration.ofSeconds(5);

    @TempDir
    private static Path folder;
    private static Model model;
    private static Server redis;
    private static App app;
    private static Api api;
    private static boolean usable;

    private final Map<String, Duration> slowest = new HashMap<>();
    private final List<String> meanwhile = new ArrayList<>();
    private String name;
    /** Then submissions are refused before Redis refuses to write. */
    private boolean full;
    private Ledger ledger;
    private int logged;

    /** How Redis goes and how it comes back. */
    private interface Step {

        void run() throws IOException;
    }

    @BeforeAll
    static void start() {
        model = new Model(Duration.ofMillis(100), Duration.ofMillis(400));
    }

    @BeforeEach
    void start(TestInfo test) {
        name = test.getTestMethod().orElseThrow().getName();
        if (!usable) {
            replace();
        }
        begin();
    }

    private void begin() {
        ledger = new Ledger(redis, api);
        logged = app.log().length();
    }

    /** Nothing of it runs yet. */
    private static void replace() {
        end();
        usable = false;
        redis = new Server(folder);
        app = new App(folder, redis.port()).asking(model).set("redis.timeout", "500ms")
                .set("engine.lease", LEASE.toMillis() + "ms").set("engine.renew-every", "200ms")
                .set("engine.scan-every", "200ms");
        api = new Api(app);
    }

    private static void end() {
        try (var _ = redis; var _ = app; var _ = api) {
            // each is closed, whatever the others do
        }
    }

    @AfterAll
    static void endAll() {
        try (var _ = model) {
            end();
        }
    }

    @Test
    void ridesOutThatRedisIsKilledAndRestarted() throws IOException {
        ridesOut(redis::kill, ABSENCE, redis::start);
    }

    @Test
    void ridesOutThatRedisHangs() throws IOException {
        ridesOut(redis::stop, Duration.ofSeconds(2), redis::goOn);
    }

    @Test
    @Tag("long")
    void ridesOutThatRedisComesBackEmpty() throws IOException {
        ridesOut(() -> {
            redis.flush();
            redis.kill();
        }, ABSENCE, redis::start);
    }

    @Test
    void ridesOutThatRedisIsEmptiedWhileItIsUsed() throws IOException {
        ridesOut(redis::flush, Duration.ZERO, () -> {
        });
    }

    @Test
    void ridesOutThatRedisIsFull() throws IOException {
        full = true;
        ridesOut(() -> redis.configure("maxmemory", "1"), ABSENCE, () -> redis.configure("maxmemory", "0"));
    }

    @Test
    @Tag("long")
    void ridesOutThatRedisBecomesAReplicaForAWhile() throws IOException {
        ridesOut(() -> redis.ask("REPLICAOF", "127.0.0.1", "1"), ABSENCE, () -> redis.ask("REPLICAOF", "NO", "ONE"));
    }

    @Test
    void startsWithoutRedisAndUsesItOnceItComes() throws IOException {
        replace();
        begin();
        explained(() -> {
            app.start().awaitReady();
            absence(ABSENCE);
            back(redis::start);
            verify();
        });
    }

    private void ridesOut(Step breaks, Duration absence, Step mends) throws IOException {
        explained(() -> {
            if (!usable) {
                redis.start();
                app.start().awaitReady();
                await("Redis is used").until(() -> app.log().contains("Redis connected"));
            }
            await("warm").until(this::submit);
            var before = model.now();
            for (var i = 0; i < WORKFLOWS; i++) {
                assertThat(submit()).as("durable").isTrue();
            }
            await("first answers").until(() -> model.now() > before + 2 * WORKFLOWS);
            breaks.run();
            absence(absence);
            back(mends);
            verify();
        });
    }

    private void explained(Step test) throws IOException {
        try {
            test.run();
            usable = true;
        } catch (Throwable failure) {
            usable = false;
            failure.addSuppressed(new AssertionError(app.lastLines()));
            throw failure;
        }
    }

    /** Everything is asked for again and again; all answers come at once, and none tells of Redis but as degraded. */
    private void absence(Duration length) throws IOException {
        if (length.isPositive()) {
            await("noticed").atMost(Duration.ofSeconds(3)).pollInterval(Duration.ofMillis(50))
                    .until(() -> api.get("/health").body().path("status").asText().equals("degraded"));
        }
        var until = Instant.now().plus(length);
        for (var round = 0; Instant.now().isBefore(until); round++) {
            for (var id : ledger.ids()) {
                assertThat(timed("status", api.status(id)).status()).as("status of " + id).isEqualTo(200);
            }
            assertThat(timed("ready", api.get("/q/health/ready")).status()).as("readiness").isEqualTo(200);
            var health = timed("health", api.get("/health"));
            assertThat(health.status()).isEqualTo(200);
            if (round > 0 && health.body().path("checks").has("redis")) {
                assertThat(health.body().path("status").asText()).isEqualTo("degraded");
                assertThat(health.body().path("reason").asText()).isNotEmpty();
            }
            var unknown = timed("unknown", api.status("research_000000000000"));
            // A full Redis can still be read: then it is known that there is none.
            assertThat(unknown.status()).as("an unknown workflow while nobody knows")
                    .isIn(full ? List.of(404, 503) : List.of(503));
            if (meanwhile.size() < MEANWHILE) {
                assertThat(submit()).as("durable while Redis is away").isFalse();
            }
        }
    }

    /** Until a submission is durable again. */
    private void back(Step mends) throws IOException {
        mends.run();
        var began = System.nanoTime();
        await("durable again").atMost(RECOVERY).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(100))
                .until(this::submit);
        slowest.put("recovery", Duration.ofNanos(System.nanoTime() - began));
    }

    private boolean submit() throws IOException {
        var marker = model.marker();
        var answer = timed("submit", api.submit(marker, ledger.ids().size() % 2 == 0));
        if (full && answer.status() == 503) {
            assertThat(answer.body().path("code").asText()).isEqualTo("overloaded");
            return false;
        }
        assertThat(answer.status()).as("submission").isEqualTo(200);
        var durable = answer.body().path("durable").asBoolean();
        var id = answer.body().path("task_id").asText();
        ledger.acknowledged(id, marker);
        if (!durable) {
            meanwhile.add(id);
        }
        return durable;
    }

    private Api.Answer timed(String what, Api.Answer answer) {
        assertThat(answer.took()).as("time of " + what).isLessThan(AT_ONCE);
        slowest.merge(what, answer.took(), (one, other) -> one.compareTo(other) > 0 ? one : other);
        return answer;
    }

    private void verify() throws IOException {
        await("all workflows ended").atMost(Duration.ofSeconds(20)).until(() -> ledger.unended().isEmpty());
        await("all readers done").atMost(Duration.ofSeconds(10))
                .until(() -> ledger.readers().stream().allMatch(Api.Reader::done));
        System.out.printf("RedisOutageIT: %s workflows=%d submitted-meanwhile=%d calls=%d repeated=%d slowest-ms=%s%n", name,
                ledger.ids().size(), meanwhile.size(), ledger.calls(model), ledger.repeated(model), millis());
        assertThat(ledger.repeated(model)).as("calls made again, though the process lived").isZero();
        assertThat(meanwhile).allMatch(id -> redis.has("workflow:" + id) && redis.has("result:" + id));
        assertThat(redis.names("ZRANGE", "workflows:claims", "0", "-1")).isEmpty();
        assertThat(redis.names("ZRANGE", "workflows:waiting", "0", "-1")).isEmpty();
        ledger.verify();
        assertThat(app.log().substring(logged)).doesNotContain(" ERROR ");
    }

    private Map<String, Long> millis() {
        var millis = new HashMap<String, Long>();
        slowest.forEach((what, took) -> millis.put(what, took.toMillis()));
        return millis;
    }
}
