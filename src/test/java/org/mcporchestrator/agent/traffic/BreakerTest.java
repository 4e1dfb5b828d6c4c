package org.mcporchestrator.agent.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.mcporchestrator.agent.traffic.Breaker.State;

class BreakerTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Breaker breaker = new Breaker(Limit.USUAL, true);
    private Instant now = Instant.parse("2026-01-02T03:04:05Z");

    private void fail(int times) {
        for (var call = 0; call < times; call++) {
            breaker.failed(breaker.begin(), now);
        }
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private boolean admits() {
        return breaker.admits(now);
    }

    @Test
    void failuresInARowOpenIt() {
        fail(2);
        assertThat(admits()).isTrue();

        fail(1);

        assertThat(admits()).isFalse();
        assertThat(breaker.state(now)).isEqualTo(State.OPEN);
        assertThat(breaker.blocked(now)).isEqualTo(SECOND);
        assertThat(breaker.openUntil(now)).hasValue(now.plus(SECOND));
        assertThat(breaker.onRequest()).isFalse();
    }

    @Test
    void aSuccessBetweenKeepsItClosed() {
        fail(2);
        breaker.succeeded(breaker.begin());
        fail(2);

        assertThat(admits()).isTrue();
    }

    @Test
    void aShareOfFailuresOpensItToo() {
        for (var call = 0; call < 4; call++) {
            fail(1);
            breaker.succeeded(breaker.begin());
        }
        assertThat(admits()).isTrue();

        fail(2);

        assertThat(admits()).isFalse();
    }

    @Test
    void oneProbeLeavesWhenTheTimeIsUp() {
        fail(3);
        pass(SECOND);

        assertThat(breaker.state(now)).isEqualTo(State.HALF_OPEN);
        assertThat(admits()).isTrue();
        var probe = breaker.begin();
        assertThat(admits()).isFalse();

        breaker.succeeded(probe);

        assertThat(breaker.state(now)).isEqualTo(State.CLOSED);
        assertThat(admits()).isTrue();
    }

    @Test
    void eachProbeThatFailsDoublesTheTimeUpToTheLongest() {
        fail(3);
        for (var seconds = 1L; seconds < 60; seconds *= 2) {
            assertThat(breaker.blocked(now)).hasSeconds(seconds);
            pass(Duration.ofSeconds(seconds));
            assertThat(admits()).isTrue();
            fail(1);
        }
        assertThat(breaker.blocked(now)).hasMinutes(1);
    }

    @Test
    void aSuccessForgetsHowLongItWasOpen() {
        fail(3);
        pass(SECOND);
        assertThat(admits()).isTrue();
        fail(1);
        pass(Duration.ofSeconds(2));
        assertThat(admits()).isTrue();
        breaker.succeeded(breaker.begin());

        fail(3);

        assertThat(breaker.blocked(now)).isEqualTo(SECOND);
    }

    @Test
    void aProbeThatIsCalledOffMakesRoomForAnother() {
        fail(3);
        pass(SECOND);
        assertThat(admits()).isTrue();

        breaker.abandoned(breaker.begin());

        assertThat(admits()).isTrue();
    }

    @Test
    void whatWasUnderWayWhenItOpenedSaysNothingMore() {
        var early = breaker.begin();
        fail(3);
        assertThat(breaker.current(early)).isFalse();

        breaker.succeeded(early);
        assertThat(admits()).isFalse();
        breaker.failed(early, now);
        assertThat(breaker.blocked(now)).isEqualTo(SECOND);
    }

    @Test
    void aPauseThatTheProviderAsksForHoldsAtOnceAndEndsWithAFewProbes() {
        breaker.pause(now, Duration.ofSeconds(7));

        assertThat(breaker.onRequest()).isTrue();
        assertThat(breaker.blocked(now)).hasSeconds(7);
        pass(Duration.ofSeconds(7));
        for (var probe = 0; probe < 4; probe++) {
            assertThat(admits()).isTrue();
            var _ = breaker.begin();
        }
        assertThat(admits()).isFalse();
    }

    @Test
    void aShorterPauseDoesNotEndALongerOne() {
        breaker.pause(now, Duration.ofSeconds(7));
        breaker.pause(now, SECOND);

        assertThat(breaker.blocked(now)).hasSeconds(7);
    }
}
