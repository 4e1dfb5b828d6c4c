package org.mcporchestrator.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.mcporchestrator.journal.durable.Vitals;
import org.mcporchestrator.journal.durable.Vitals.State;
import org.mcporchestrator.redis.LocalRedis.Settings;
import org.mcporchestrator.redis.monitor.RedisMonitor;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;

/** How Redis is, of a real one: well, full and gone. */
class RedisMonitorTest {

    @Test
    void figuresOfARedisThatIsWell() {
        try (var redis = new LocalRedis("appendonly yes", "maxmemory 512mb")) {
            redis.send(Command.SET, "a", "b");
            var vitals = get(monitor(redis).vitals());

            assertThat(vitals.state()).isEqualTo(State.HEALTHY);
            assertThat(vitals.reason()).isEmpty();
            var figures = vitals.figures().orElseThrow();
            assertThat(figures.keys()).isEqualTo(2);
            assertThat(figures.memoryUsed()).isBetween(100_000L, 100_000_000L);
            assertThat(figures.memoryMost()).isEqualTo(512L << 20);
            assertThat(figures.policy()).isEqualTo("noeviction");
            assertThat(figures.version()).matches("\\d+\\.\\d+.*");
            assertThat(figures.roundTrip()).isBetween(Duration.ZERO, Duration.ofMillis(500));
            assertThat(figures.appendOnly()).isTrue();
            assertThat(figures.lastWriteOk()).isTrue();
        }
    }

    @Test
    void figuresAreReadOnceASecondHoweverManyAsk() {
        try (var redis = new LocalRedis()) {
            var monitor = monitor(redis);
            get(monitor.vitals());
            var before = infos(redis);

            for (var asked = 0; asked < 100; asked++) {
                get(monitor.vitals());
                get(monitor.shortage());
            }

            assertThat(infos(redis) - before).isLessThanOrEqualTo(3 + 1);
        }
    }

    @Test
    void nothingNewIsTakenAboveTheHighWaterMarkUntilThereIsRoomAgain() {
        try (var redis = new LocalRedis()) {
            var monitor = monitor(redis);
            get(monitor.demand());
            redis.send(Command.SET, "ballast", "x".repeat(1 << 20));
            var used = get(monitor.vitals()).figures().map(Vitals.Figures::memoryUsed).orElseThrow() + (1 << 20);
            redis.send(Command.CONFIG, "SET", "maxmemory", used);

            await().atMost(Duration.ofSeconds(3)).until(() -> get(monitor.shortage()).isPresent());

            assertThatThrownBy(() -> get(monitor.demand())).isInstanceOfSatisfying(FaultException.class, failure -> {
                assertThat(failure.fault().code()).isEqualTo(Fault.Code.OVERLOADED);
                assertThat(failure.retryAfter()).isPresent();
            });
            var vitals = get(monitor.vitals());
            assertThat(vitals.state()).isEqualTo(State.HEALTHY);
            assertThat(vitals.reason().orElseThrow()).contains("maxmemory");
            redis.send(Command.CONFIG, "SET", "maxmemory", 10 * used);
            await().atMost(Duration.ofSeconds(3)).until(() -> get(monitor.shortage()).isEmpty());
        }
    }

    @Test
    void redisThatIsGoneIsToldAtOnceAndIsNoShortage() {
        try (var redis = new LocalRedis()) {
            var monitor = monitor(redis);
            get(monitor.vitals());
            redis.stop();

            await().atMost(Duration.ofSeconds(3)).until(() -> get(monitor.vitals()).state() == State.UNAVAILABLE);

            assertThat(get(monitor.vitals()).reason()).isPresent();
            assertThat(get(monitor.vitals()).figures()).isEmpty();
            assertThat(get(monitor.shortage())).isEmpty();
            redis.start();
            await().atMost(Duration.ofSeconds(5)).until(() -> get(monitor.vitals()).state() == State.HEALTHY);
        }
    }

    @Test
    void hungRedisIsUnavailableWithinHalfASecond() {
        try (var redis = new LocalRedis()) {
            var monitor = monitor(redis);
            get(monitor.vitals());
            Thread.ofVirtual().start(() -> redis.send(Command.DEBUG, "SLEEP", "3"));

            await().atMost(Duration.ofSeconds(3)).pollDelay(Duration.ofMillis(1100)).until(() -> {
                var began = System.nanoTime();
                var state = get(monitor.vitals()).state();
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(600));
                return state == State.UNAVAILABLE;
            });
        }
    }

    @Test
    void redisThatIsNotUsedIsDisabled() {
        try (var redis = new LocalRedis()) {
            var settings = new Settings(redis.port(), 0, "", Optional.empty()).off();
            var monitor = new RedisMonitor(redis.unconnected(settings), settings);

            assertThat(get(monitor.vitals())).isEqualTo(new Vitals(State.DISABLED, Optional.empty(), Optional.empty()));
            get(monitor.demand());
        }
    }

    private static RedisMonitor monitor(LocalRedis redis) {
        return new RedisMonitor(redis.journal(), new Settings(redis.port(), 0, "", Optional.empty()));
    }

    private static long infos(LocalRedis redis) {
        return redis.ask(Command.INFO, "commandstats").orElseThrow().lines()
                .filter(line -> line.startsWith("cmdstat_info:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll(".*:calls=(\\d+),.*", "$1"))).sum();
    }

    @CanIgnoreReturnValue
    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(5));
    }
}
