package org.mcporchestrator.engine.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.mcporchestrator.workflow.WorkflowId;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.smallrye.mutiny.subscription.UniSubscriber;
import io.smallrye.mutiny.subscription.UniSubscription;

class CallSlotsTest {

    private static final WorkflowId BIG = new WorkflowId("research_000000000000");

    private final List<Integer> begun = new ArrayList<>();
    private final List<UniEmitter<? super Integer>> running = new ArrayList<>();

    @Test
    void callsBeyondTheLimitWaitAndComeInOrder() {
        var slots = new CallSlots(2);
        var calls = IntStream.range(0, 5).mapToObj(i -> call(slots, i)).toList();
        assertThat(begun).containsExactly(0, 1);

        running.get(1).complete(1);
        assertThat(begun).containsExactly(0, 1, 2);
        running.get(0).complete(0);
        assertThat(begun).containsExactly(0, 1, 2, 3);
        running.get(2).complete(2);

        assertThat(begun).containsExactly(0, 1, 2, 3, 4);
        calls.get(1).assertItem(1);
        calls.get(3).assertNotTerminated();
    }

    @Test
    void workflowsThatComeLaterDoNotWaitForAllCallsOfABigOne() {
        var slots = new CallSlots(4);
        IntStream.range(0, 500).forEach(i -> call(slots, i));
        for (var small = 1; small <= 3; small++) {
            var workflow = new WorkflowId("search_%012x".formatted(small));
            call(slots, workflow, 1000 * small);
            call(slots, workflow, 1000 * small + 1);
        }

        IntStream.range(0, 8).forEach(i -> running.get(i).complete(i));

        assertThat(begun).containsExactly(0, 1, 2, 3, 4, 1000, 2000, 3000, 5, 1001, 2001, 3001);
        IntStream.range(8, 506).forEach(i -> running.get(i).complete(i));
        assertThat(begun).hasSize(506).endsWith(498, 499);
    }

    @Test
    void workflowWhoseWaitingCallsAreCancelledHasNoTurn() {
        var slots = new CallSlots(1);
        call(slots, 0);
        var gone = call(slots, new WorkflowId("search_000000000001"), 1);
        call(slots, new WorkflowId("search_000000000002"), 2);

        gone.cancel();
        running.getFirst().complete(0);

        assertThat(begun).containsExactly(0, 2);
    }

    @Test
    void aCancelledCallLeavesTheQueue() {
        var slots = new CallSlots(1);
        var calls = IntStream.range(0, 3).mapToObj(i -> call(slots, i)).toList();

        calls.get(1).cancel();
        running.getFirst().complete(0);

        assertThat(begun).containsExactly(0, 2);
    }

    @Test
    void cancellingARunningCallFreesItsSlotOnce() {
        var slots = new CallSlots(1);
        var calls = IntStream.range(0, 3).mapToObj(i -> call(slots, i)).toList();

        calls.getFirst().cancel();
        calls.getFirst().cancel();

        assertThat(begun).containsExactly(0, 1);
    }

    @Test
    void aFailingCallFreesItsSlot() {
        var slots = new CallSlots(1);
        var first = slots.within(BIG, Uni.createFrom().failure(new IllegalStateException("broke")))
                .subscribe().withSubscriber(UniAssertSubscriber.create());
        var thrown = slots.within(BIG, Uni.createFrom().deferred(() -> {
            throw new IllegalStateException("threw");
        })).subscribe().withSubscriber(UniAssertSubscriber.create());

        call(slots, 2).assertNotTerminated();

        first.assertFailedWith(IllegalStateException.class, "broke");
        thrown.assertFailedWith(IllegalStateException.class, "threw");
        assertThat(begun).containsExactly(2);
    }

    @Test
    void aCallThatIsCancelledAsItIsMadeTakesNoSlot() {
        var slots = new CallSlots(1);
        slots.within(BIG, Uni.createFrom().item(0)).subscribe().withSubscriber(new UniSubscriber<Integer>() {
            @Override
            public void onSubscribe(UniSubscription subscription) {
                subscription.cancel();
            }

            @Override
            public void onItem(Integer item) {}

            @Override
            public void onFailure(Throwable failure) {}
        });

        call(slots, 1).assertNotTerminated();

        assertThat(begun).containsExactly(1);
    }

    @Test
    void theSameCallMayBeMadeAgain() {
        var slots = new CallSlots(1);
        var call = slots.within(BIG, Uni.createFrom().item(7));

        assertThat(
                call.repeat().atMost(3).collect().asList().subscribe().withSubscriber(UniAssertSubscriber.create()).getItem())
                .containsExactly(7, 7, 7);
    }

    @Test
    void aHundredThousandWaitingCallsThatEndAtOnceDoNotOverflowTheStack() {
        var slots = new CallSlots(1);
        var done = new AtomicInteger();
        call(slots, 0).assertNotTerminated();
        for (var i = 0; i < 100_000; i++) {
            slots.within(BIG, Uni.createFrom().item(i)).subscribe().with(_ -> done.incrementAndGet());
        }
        assertThat(done).hasValue(0);

        running.getFirst().complete(0);

        assertThat(done).hasValue(100_000);
    }

    @Test
    void theLimitHoldsUnderManyThreads() throws InterruptedException {
        var slots = new CallSlots(3);
        var now = new AtomicInteger();
        var most = new AtomicInteger();
        var left = new CountDownLatch(8 * 2_000);
        try (var callers = Executors.newFixedThreadPool(8); var models = Executors.newFixedThreadPool(8)) {
            IntStream.range(0, 8).forEach(_ -> callers.execute(() -> IntStream.range(0, 2_000).forEach(i -> {
                slots.within(BIG, Uni.createFrom().<Integer> emitter(emitter -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    models.execute(() -> {
                        now.decrementAndGet();
                        emitter.complete(i);
                    });
                })).onTermination().invoke(left::countDown).subscribe().with(_ -> {
                });
            })));
            assertThat(left.await(20, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(most.get()).isBetween(1, 3);
        IntStream.range(0, 4).forEach(i -> call(slots, i).assertNotTerminated());
        assertThat(begun).containsExactly(0, 1, 2);
    }

    @CanIgnoreReturnValue
    private UniAssertSubscriber<Integer> call(CallSlots slots, int number) {
        return call(slots, BIG, number);
    }

    @CanIgnoreReturnValue
    private UniAssertSubscriber<Integer> call(CallSlots slots, WorkflowId workflow, int number) {
        return slots.within(workflow, Uni.createFrom().<Integer> emitter(emitter -> {
            begun.add(number);
            running.add(emitter);
        })).subscribe().withSubscriber(UniAssertSubscriber.create());
    }
}
