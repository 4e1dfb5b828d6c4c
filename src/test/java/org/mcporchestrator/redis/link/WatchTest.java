package org.mcporchestrator.redis.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;

class WatchTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
    private final Watch watch = new Watch(loop, Duration.ofMillis(20));

    @AfterEach
    void stop() {
        loop.shutdownNow();
    }

    @Test
    void anAnswerInTimeIsHandedOn() {
        assertThat(ask(Uni.createFrom().item(1)).awaitItem(PATIENCE).getItem()).isEqualTo(1);
        assertThat(ask(Uni.createFrom().<Integer> nullItem()).awaitItem(PATIENCE).getItem()).isNull();
    }

    @Test
    void aFailureInTimeIsHandedOn() {
        ask(Uni.createFrom().<Integer> failure(new IllegalStateException("no")))
                .awaitFailure(PATIENCE).assertFailedWith(IllegalStateException.class, "no");
    }

    @Test
    void whatIsNotAnsweredFailsAndIsCalledOff() {
        var calledOff = new AtomicBoolean();
        var late = ask(Uni.createFrom().<Integer> nothing().onCancellation().invoke(() -> calledOff.set(true)));

        late.awaitFailure(PATIENCE).assertFailedWith(TimeoutException.class);
        // by the thread that failed it, after it did
        await().atMost(PATIENCE).untilTrue(calledOff);
    }

    @Test
    void eachOfSeveralFailsThoughOthersBetweenThemWereAnswered() {
        var first = ask(Uni.createFrom().<Integer> nothing());
        var answered = ask(Uni.createFrom().item(1));
        var second = ask(Uni.createFrom().<Integer> nothing());
        first.awaitFailure(PATIENCE).assertFailedWith(TimeoutException.class);
        second.awaitFailure(PATIENCE).assertFailedWith(TimeoutException.class);
        answered.assertItem(1);

        ask(Uni.createFrom().<Integer> nothing()).awaitFailure(PATIENCE).assertFailedWith(TimeoutException.class);
    }

    private UniAssertSubscriber<Integer> ask(Uni<Integer> answer) {
        return watch.over(answer).subscribe().withSubscriber(UniAssertSubscriber.create());
    }
}
