package org.mcporchestrator.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mcporchestrator.TestMapper;
import org.mcporchestrator.analytics.Spending;
import org.mcporchestrator.journal.Claim;
import org.mcporchestrator.journal.Journal.Creation;
import org.mcporchestrator.journal.JournalFixture;
import org.mcporchestrator.journal.Lease;
import org.mcporchestrator.journal.Owner;
import org.mcporchestrator.redis.LocalRedis.Retention;
import org.mcporchestrator.redis.LocalRedis.Settings;
import org.mcporchestrator.redis.analytics.RedisAnalytics;
import org.mcporchestrator.workflow.Status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.google.errorprone.annotations.CanIgnoreReturnValue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;

/** What is removed when, and that nothing is left of it. */
class RedisRetentionTest {

    private static final Lease LEASE = new Lease(new Owner("ann"), Duration.ofSeconds(30));
    private static final Instant END = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusMillis(100);

    private static LocalRedis redis;

    @BeforeAll
    static void start() {
        redis = new LocalRedis();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @AfterEach
    void clear() {
        redis.clear();
    }

    @Test
    void figuresOfManyThatGoAtOnceAreThoseOfTheOthersAfterwards() {
        var journal = redis.journal(Retention.of(Duration.ofDays(7), 10, 0));
        IntStream.rangeClosed(1, 61).forEach(number -> ended(journal, number));

        assertThat(get(journal.prune())).isEqualTo(51);

        assertThat(redis.all(Command.ZRANGE, "results:by_time", "0", "-1")).containsExactly(ids(52, 61));
        assertThat(redis.ask(Command.HLEN, "stats:counted")).contains("10");
        assertThat(redis.ask(Command.HGET, "stats:kept", "failed")).contains("10");
        assertThat(redis.ask(Command.HGET, "stats:totals", "failed")).contains("61");
        assertThat(bytes()).isEqualTo(redis.all(Command.ZRANGE, "results:by_time", "0", "-1").stream()
                .mapToLong(id -> Long.parseLong(redis.ask(Command.STRLEN, "result:" + id).orElseThrow())).sum());
    }

    @Test
    void oldestGoFirstUntilTheBytesAreBelowTheLimit() throws JsonProcessingException {
        var one = TestMapper.create()
                .writeValueAsString(JournalFixture.result(JournalFixture.id(1), Status.FAILED, END.plusMillis(1))).length();
        var journal = redis.journal(Retention.of(Duration.ofDays(7), 1000, 4L * one + one / 2));
        IntStream.rangeClosed(1, 10).forEach(number -> ended(journal, number));
        assertThat(bytes()).isEqualTo(10L * one);

        assertThat(get(journal.prune())).isEqualTo(6);

        assertThat(bytes()).isEqualTo(4L * one);
        assertThat(redis.all(Command.ZRANGE, "results:by_time", "0", "-1"))
                .containsExactly(ids(7, 10));
        assertThat(get(journal.prune())).isZero();
    }

    @Test
    void zeroBytesMeanNoLimit() {
        var journal = redis.journal(Retention.of(Duration.ofDays(7), 1000, 0));
        IntStream.rangeClosed(1, 10).forEach(number -> ended(journal, number));

        assertThat(get(journal.prune())).isZero();
    }

    @Test
    void fiveHundredWorkflowsLeaveNoKeyBehind() {
        var journal = redis.journal(Retention.of(Duration.ofSeconds(1), 10_000, 0));
        get(Uni.join().all(IntStream.rangeClosed(1, 500).mapToObj(number -> journal
                .create(JournalFixture.submission(number), Optional.of(LEASE))
                .map(creation -> ((Creation.Claimed) creation).claim())
                .call(claim -> journal.append(claim, JournalFixture.events(claim, 1, 2)))
                .call(claim -> journal.end(claim, JournalFixture.lastEvent(claim, 3),
                        JournalFixture.result(claim.id(), Status.FAILED, Instant.now()), number % 2 == 0)))
                .toList()).usingConcurrencyOf(50).andFailFast());

        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            get(journal.prune());
            assertThat(redis.all(Command.KEYS, "*")).allMatch(key -> key.matches(
                    "workflows:(incarnation|tick)|stats:totals|stats:day:\\d{8}"));
        });

        var analytics = new RedisAnalytics(journal, new Settings(redis.port(), 0, "", Optional.empty()), Clock.systemUTC());
        assertThat(get(analytics.costs()).kept()).isEqualTo(Spending.NONE);
        assertThat(get(analytics.costs()).ever().workflows()).isEqualTo(500);
    }

    @Test
    void suspectThatEndsWithoutAnOutcomeIsNoSuspectAnyMore() {
        var journal = redis.journal();
        var suspicious = new Lease(new Owner("bob"), Duration.ofMillis(300), new Lease.Patience(1, 9));
        var first = ((Creation.Claimed) get(journal.create(JournalFixture.submission(1), Optional.of(suspicious)))).claim();
        get(journal.accept(suspicious, List.of(first)));
        var claims = new ArrayList<Claim>();
        await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(50)).until(() -> {
            claims.addAll(get(journal.claim(suspicious, 1)));
            return !claims.isEmpty();
        });
        var claim = claims.getFirst();
        assertThat(redis.all(Command.ZRANGE, "workflows:suspects", "0", "-1")).containsExactly(claim.id().value());

        get(journal.end(claim, JournalFixture.lastEvent(claim, 1),
                JournalFixture.result(claim.id(), Status.CANCELLED, END), false));

        assertThat(redis.ask(Command.EXISTS, "workflows:suspects")).contains("0");
    }

    @Test
    void membersThatTheServerBeforeThisOneLeftBehindAreRemoved() {
        var journal = redis.journal(Retention.of(Duration.ofDays(7), 1000, 0));
        IntStream.rangeClosed(1, 300).forEach(number -> {
            redis.send(Command.SADD, "workflows:completed", JournalFixture.id(number));
            redis.send(Command.SADD, "workflows:active", JournalFixture.id(number));
            redis.send(Command.SADD, "workflows:type:swarm", "an id of another form " + number);
        });
        redis.send(Command.SADD, "workflows:completed", JournalFixture.id(999));
        redis.send(Command.SET, "result:" + JournalFixture.id(999), "{}");
        var mine = created(journal, 1000);

        IntStream.range(0, 10).forEach(_ -> get(journal.prune()));

        assertThat(redis.all(Command.SMEMBERS, "workflows:completed")).containsExactly(JournalFixture.id(999).value());
        assertThat(redis.all(Command.SMEMBERS, "workflows:active")).containsExactly(mine.id().value());
        assertThat(redis.ask(Command.EXISTS, "workflows:type:swarm")).contains("0");
        assertThat(redis.all(Command.SMEMBERS, "workflows:type:beltalowda")).containsExactly(mine.id().value());
    }

    private static long bytes() {
        return Long.parseLong(redis.ask(Command.HGET, "stats:kept", "bytes").orElseThrow());
    }

    private static String[] ids(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(number -> JournalFixture.id(number).value()).toArray(String[]::new);
    }

    private static void ended(RedisJournal journal, int number) {
        var claim = created(journal, number);
        get(journal.end(claim, JournalFixture.lastEvent(claim, 1),
                JournalFixture.result(claim.id(), Status.FAILED, END.plusMillis(number)), false));
    }

    private static Claim created(RedisJournal journal, int number) {
        return ((Creation.Claimed) get(journal.create(JournalFixture.submission(number), Optional.of(LEASE)))).claim();
    }

    @CanIgnoreReturnValue
    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(10));
    }
}
