package org.mcporchestrator.agent.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.mcporchestrator.workflow.fault.Fault.Code.KEY_REFUSED;
import static org.mcporchestrator.workflow.fault.Fault.Code.PROVIDER_OVERLOADED;
import static org.mcporchestrator.workflow.fault.Fault.Code.PROVIDER_UNAVAILABLE;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mcporchestrator.agent.Permission;
import org.mcporchestrator.agent.Unlimited;
import org.mcporchestrator.agent.traffic.TimerAlarm;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;

import io.smallrye.mutiny.Uni;

class RetryTest {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final AtomicInteger calls = new AtomicInteger();

    private record Waits(Duration firstBackOff, Duration slowestBackOff, double jitter,
            Duration longestRetryAfter) implements RetryConfig {

        static Waits of(int first, int slowest, double jitter) {
            return new Waits(Duration.ofMillis(first), Duration.ofMillis(slowest), jitter, Duration.ofSeconds(60));
        }
    }

    private static Retry quick() {
        return new Retry(Waits.of(1, 1, 0), new TimerAlarm(), () -> 0);
    }

    private static FaultException fault(Fault.Code code) {
        return new FaultException(code, "no");
    }

    private Supplier<Uni<String>> failing(int times, FaultException fault) {
        return () -> calls.incrementAndGet() <= times ? Uni.createFrom().failure(fault) : Uni.createFrom().item("ok");
    }

    @Test
    void aFaultThatHealsIsTriedAgain() {
        assertThat(quick().upTo(3, MINUTE, new Unlimited(), failing(2, fault(PROVIDER_UNAVAILABLE))).await().atMost(SOON))
                .isEqualTo("ok");
        assertThat(calls).hasValue(3);
    }

    @Test
    void theLastFaultIsToldWhenNoAttemptIsLeft() {
        assertThatThrownBy(
                () -> quick().upTo(3, MINUTE, new Unlimited(), failing(9, fault(PROVIDER_UNAVAILABLE))).await().atMost(SOON))
                .isInstanceOf(FaultException.class).hasMessageContaining("provider_unavailable");
        assertThat(calls).hasValue(3);
    }

    @Test
    void anAttemptThatIsNotAllowedIsNotMade() {
        var left = new AtomicInteger(1);

        assertThatThrownBy(
                () -> quick()
                        .upTo(5, MINUTE, allowing(() -> left.getAndDecrement() > 0), failing(9, fault(PROVIDER_UNAVAILABLE)))
                        .await().atMost(SOON))
                .isInstanceOf(FaultException.class);
        assertThat(calls).hasValue(2);
    }

    @Test
    void eachSubscriptionHasAllAttempts() {
        var uni = quick().upTo(2, MINUTE, new Unlimited(), failing(3, fault(PROVIDER_UNAVAILABLE)));

        assertThatThrownBy(() -> uni.await().atMost(SOON)).isInstanceOf(FaultException.class);
        assertThat(uni.await().atMost(SOON)).isEqualTo("ok");
        assertThat(calls).hasValue(4);
    }

    @Test
    void aFaultThatDoesNotHealIsFinal() {
        assertThatThrownBy(() -> quick().upTo(3, MINUTE, new Unlimited(), failing(9, fault(KEY_REFUSED))).await().atMost(SOON))
                .isInstanceOf(FaultException.class);
        assertThat(calls).hasValue(1);
    }

    @Test
    void aDefectIsFinal() {
        assertThatThrownBy(() -> quick().upTo(3, MINUTE, new Unlimited(), () -> {
            calls.incrementAndGet();
            throw new IllegalStateException("defect");
        }).await().atMost(SOON)).isInstanceOf(IllegalStateException.class);
        assertThat(calls).hasValue(1);
    }

    @Test
    void hundredsOfAttemptsAreMade() {
        assertThat(
                quick().upTo(600, MINUTE, new Unlimited(), failing(599, fault(PROVIDER_UNAVAILABLE))).await()
                        .atMost(Duration.ofSeconds(30)))
                .isEqualTo("ok");
        assertThat(calls).hasValue(600);
    }

    @ParameterizedTest
    @CsvSource({ "1,500", "2,1000", "3,2000", "4,3000", "5,3000", "70,3000" })
    void theWaitDoublesUpToTheSlowest(int made, long millis) {
        var retry = new Retry(Waits.of(500, 3000, 0.5), new TimerAlarm(), () -> 0);

        assertThat(retry.delay(fault(PROVIDER_UNAVAILABLE), made)).hasMillis(millis);
    }

    @Test
    void chanceShortensTheWaitByItsShare() {
        var retry = new Retry(Waits.of(500, 3000, 0.5), new TimerAlarm(), () -> 1);

        assertThat(retry.delay(fault(PROVIDER_UNAVAILABLE), 1)).hasMillis(250);
    }

    @Test
    void whatTheProviderAsksForIsTheLeastWait() {
        var asked = fault(PROVIDER_OVERLOADED).retryAfter(Duration.ofSeconds(7));

        assertThat(new Retry(Waits.of(500, 3000, 0.5), new TimerAlarm(), () -> 0).delay(asked, 1)).hasSeconds(7);
        assertThat(new Retry(Waits.of(500, 3000, 0.5), new TimerAlarm(), () -> 1).delay(asked, 1)).hasMillis(7250);
        assertThat(new Retry(Waits.of(500, 3000, 0.5), new TimerAlarm(), () -> 1).delay(
                fault(PROVIDER_OVERLOADED).retryAfter(Duration.ofMillis(400)), 1)).hasMillis(650);
        assertThat(new Retry(Waits.of(500, 3000, 0.5), new TimerAlarm(), () -> 0).delay(
                fault(PROVIDER_OVERLOADED).retryAfter(Duration.ofMillis(10)), 1)).hasMillis(500);
    }

    @Test
    void theProvidersWaitIsKept() {
        var began = System.nanoTime();

        var answer = quick().upTo(2, MINUTE, new Unlimited(),
                failing(1, fault(PROVIDER_OVERLOADED).retryAfter(Duration.ofMillis(80))));

        assertThat(answer.await().atMost(SOON)).isEqualTo("ok");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(80));
    }

    @Test
    void aWaitIsPutUpWithAsLongAsAnAttemptMayTake() {
        assertThat(quick().patience(Duration.ofMinutes(5))).isEqualTo(Duration.ofMinutes(5));
        assertThat(quick().patience(SOON)).isEqualTo(MINUTE);
    }

    @Test
    void aWaitLongerThanAllowedEndsTheStep() {
        var asked = fault(PROVIDER_OVERLOADED).retryAfter(Duration.ofSeconds(61));

        assertThatThrownBy(() -> quick().upTo(3, MINUTE, new Unlimited(), failing(9, asked)).await().atMost(SOON))
                .isSameAs(asked);
        assertThat(calls).hasValue(1);
    }

    @Test
    void cancellingAbortsTheCall() {
        var aborted = new AtomicInteger();
        var running = quick().upTo(3, MINUTE, new Unlimited(), () -> {
            calls.incrementAndGet();
            return Uni.createFrom().<String> emitter(emitter -> emitter.onTermination(aborted::incrementAndGet));
        }).subscribe().with(_ -> {
        });

        running.cancel();

        assertThat(aborted).hasValue(1);
        assertThat(calls).hasValue(1);
    }

    @Test
    void cancellingEndsTheWait() {
        var retry = new Retry(Waits.of(100, 100, 0), new TimerAlarm(), () -> 0);
        var running = retry.upTo(3, MINUTE, new Unlimited(), failing(9, fault(PROVIDER_UNAVAILABLE))).subscribe().with(_ -> {
        }, _ -> {
        });

        running.cancel();

        await().during(Duration.ofMillis(250)).atMost(SOON).untilAsserted(() -> assertThat(calls).hasValue(1));
    }

    private static Permission allowing(BooleanSupplier retries) {
        var free = new Unlimited();
        return new Permission() {

            @Override
            public WorkflowId workflow() {
                return free.workflow();
            }

            @Override
            public <T> Uni<T> within(Uni<T> call) {
                return call;
            }

            @Override
            public boolean mayRetry() {
                return retries.getAsBoolean();
            }

            @Override
            public boolean affordsAfter(Throwable failure) {
                return true;
            }
        };
    }
}
