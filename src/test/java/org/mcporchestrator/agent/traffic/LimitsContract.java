package org.mcporchestrator.agent.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.mcporchestrator.agent.traffic.CommonLimits.Entry;

/** What every adapter of the limits must do. */
public abstract class LimitsContract {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final long PER_MINUTE = 600;

    protected final String provider = "p" + UUID.randomUUID();

    protected abstract CommonLimits limits();

    /** Lets that much time pass; little of it, since it may be real. */
    protected abstract void pass(Duration time);

    /** The name of a call that never asked before. */
    protected static String call() {
        return UUID.randomUUID().toString();
    }

    private Entry enter(long tokens) {
        return limits().enter(provider, call(), tokens, PER_MINUTE).await().atMost(SOON);
    }

    private void pause(Duration wait) {
        limits().pause(provider, wait).await().atMost(SOON);
    }

    @Test
    void withoutALimitEverybodyMayLeave() {
        assertThat(limits().enter(provider, call(), 1_000_000, 0).await().atMost(SOON)).isEqualTo(Entry.FREE);
        assertThat(limits().enter(provider, call(), 1_000_000, 0).await().atMost(SOON)).isEqualTo(Entry.FREE);
    }

    @Test
    void aMinutesTokensAreThereAtFirstAndComeBackSteadily() {
        assertThat(enter(600)).isEqualTo(Entry.FREE);

        var refused = enter(5);
        assertThat(refused.paused()).isFalse();
        assertThat(refused.delay()).isBetween(Duration.ofMillis(200), Duration.ofMillis(500));
        pass(Duration.ofMillis(600));

        assertThat(enter(5)).isEqualTo(Entry.FREE);
    }

    @Test
    void aCallOfMoreThanAMinuteWaitsUntilAllAreThere() {
        assertThat(enter(1)).isEqualTo(Entry.FREE);

        assertThat(enter(5_000).delay()).isBetween(Duration.ofMillis(1), Duration.ofMillis(100));
        pass(Duration.ofMillis(200));

        assertThat(enter(5_000)).isEqualTo(Entry.FREE);
    }

    @Test
    void whatWasNotNeededComesBackAndWhatWasNeededMoreIsTaken() {
        assertThat(enter(600)).isEqualTo(Entry.FREE);
        limits().giveBack(provider, 100, PER_MINUTE).await().atMost(SOON);
        assertThat(enter(100)).isEqualTo(Entry.FREE);

        limits().giveBack(provider, -60, PER_MINUTE).await().atMost(SOON);

        assertThat(enter(1).delay()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(7));
    }

    @Test
    void aPauseHoldsForEverybodyAndTheLongerOneCounts() {
        pause(Duration.ofSeconds(30));
        pause(Duration.ofSeconds(1));

        var refused = enter(1);

        assertThat(refused.paused()).isTrue();
        assertThat(refused.delay()).isBetween(Duration.ofSeconds(28), Duration.ofSeconds(30));
        assertThat(limits().enter(provider + "x", call(), 1, PER_MINUTE).await().atMost(SOON)).isEqualTo(Entry.FREE);
    }

    @Test
    void aPauseEnds() {
        pause(Duration.ofMillis(150));
        assertThat(enter(1).paused()).isTrue();

        pass(Duration.ofMillis(250));

        assertThat(enter(1)).isEqualTo(Entry.FREE);
    }
}
