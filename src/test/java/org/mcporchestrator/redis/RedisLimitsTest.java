package org.mcporchestrator.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mcporchestrator.agent.traffic.CommonLimits;
import org.mcporchestrator.agent.traffic.LimitsContract;
import org.mcporchestrator.agent.traffic.LocalLimits;
import org.mcporchestrator.redis.LocalRedis.Settings;
import org.mcporchestrator.redis.limit.RedisLimits;

import io.vertx.mutiny.redis.client.Command;

/** The limits of two processes that share a Redis. */
class RedisLimitsTest extends LimitsContract {

    private static final Duration SOON = Duration.ofSeconds(5);

    private static LocalRedis redis;
    private static Settings settings;
    private static CommonLimits one;
    private static CommonLimits other;

    @BeforeAll
    static void start() {
        redis = new LocalRedis();
        settings = new Settings(redis.port(), 0, "", Optional.empty());
        one = process(redis.journal());
        other = process(redis.journal());
    }

    private static CommonLimits process(RedisJournal journal) {
        var limits = new RedisLimits(journal, settings, new LocalLimits(Clock.systemUTC()),
                new OneVendor("vendor"));
        limits.listen();
        return limits;
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @Override
    protected CommonLimits limits() {
        return one;
    }

    /** Redis has a clock of its own, which cannot be moved. */
    @Override
    protected void pass(Duration time) {
        await().pollDelay(time).atMost(time.plus(SOON)).until(() -> true);
    }

    @Test
    void tokensAndPausesOfOneProcessHoldForTheOther() {
        assertThat(one.enter(provider, call(), 600, 600).await().atMost(SOON)).isEqualTo(CommonLimits.Entry.FREE);
        assertThat(other.enter(provider, call(), 60, 600).await().atMost(SOON).delay()).isPositive();

        other.pause(provider, Duration.ofMinutes(2)).await().atMost(SOON);

        assertThat(one.enter(provider, call(), 1, 600).await().atMost(SOON))
                .satisfies(entry -> assertThat(entry.paused()).isTrue())
                .satisfies(entry -> assertThat(entry.delay()).isGreaterThan(Duration.ofSeconds(110)));
    }

    /** As after a time-out: whether the first one was heard is not known. */
    @Test
    void callThatAsksAgainTakesItsTokensOnce() {
        var call = call();
        assertThat(one.enter(provider, call, 300, 600).await().atMost(SOON)).isEqualTo(CommonLimits.Entry.FREE);
        assertThat(one.enter(provider, call, 300, 600).await().atMost(SOON)).isEqualTo(CommonLimits.Entry.FREE);

        assertThat(other.enter(provider, call(), 300, 600).await().atMost(SOON)).isEqualTo(CommonLimits.Entry.FREE);
        assertThat(other.enter(provider, call(), 300, 600).await().atMost(SOON).delay()).isPositive();
        assertThat(redis.all(Command.KEYS, "limits:" + provider + ":*")).hasSize(2)
                .allSatisfy(key -> assertThat(Long.parseLong(redis.ask(Command.PTTL, key).orElseThrow())).isPositive());
    }

    @Test
    void pausesAreToldToThoseWhoAskNoScript() {
        assertThat(one.enter(provider, call(), 1, 0).await().atMost(SOON)).isEqualTo(CommonLimits.Entry.FREE);

        other.pause(provider, Duration.ofMinutes(2)).await().atMost(SOON);

        await().untilAsserted(() -> assertThat(one.enter(provider, call(), 1, 0).await().atMost(SOON))
                .satisfies(entry -> assertThat(entry.paused()).isTrue())
                .satisfies(entry -> assertThat(entry.delay()).isGreaterThan(Duration.ofSeconds(110))));
    }

    @Test
    void whoConnectsLaterLooksPausesUp() {
        one.pause("vendor", Duration.ofMinutes(2)).await().atMost(SOON);

        var late = process(redis.journal());

        await().untilAsserted(() -> assertThat(late.enter("vendor", call(), 1, 0).await().atMost(SOON))
                .satisfies(entry -> assertThat(entry.paused()).isTrue())
                .satisfies(entry -> assertThat(entry.delay()).isGreaterThan(Duration.ofSeconds(110))));
    }

    @Test
    void whileRedisIsAwayTheyHoldForEachProcess() {
        var gone = new LocalRedis();
        var limits = new RedisLimits(gone.journal(), new Settings(gone.port(), 0, "", Optional.empty()),
                new LocalLimits(Clock.systemUTC()), new OneVendor("vendor"));
        assertThat(limits.enter(provider, call(), 600, 600).await().atMost(SOON)).isEqualTo(CommonLimits.Entry.FREE);
        limits.pause(provider, Duration.ofMinutes(2)).await().atMost(SOON);

        gone.close();

        assertThat(limits.enter(provider, call(), 1, 600).await().atMost(SOON).paused()).isTrue();
        assertThat(limits.enter(provider + "x", call(), 600, 600).await().atMost(SOON)).isEqualTo(CommonLimits.Entry.FREE);
        assertThat(limits.enter(provider + "x", call(), 600, 600).await().atMost(SOON).delay()).isPositive();
    }

    @Test
    void withoutRedisTheyHoldForThisProcess() {
        var limits = new RedisLimits(redis.journal(), settings.off(), new LocalLimits(Clock.systemUTC()),
                new OneVendor("vendor"));

        assertThat(limits.enter(provider, call(), 600, 600).await().atMost(SOON)).isEqualTo(CommonLimits.Entry.FREE);
        assertThat(limits.enter(provider, call(), 600, 600).await().atMost(SOON).delay()).isPositive();
        assertThat(other.enter(provider, call(), 600, 600).await().atMost(SOON)).isEqualTo(CommonLimits.Entry.FREE);
    }
}
