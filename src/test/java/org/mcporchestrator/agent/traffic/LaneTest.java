package org.mcporchestrator.agent.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.mcporchestrator.TestClock;
import org.mcporchestrator.agent.Capacity;
import org.mcporchestrator.agent.Permission;
import org.mcporchestrator.agent.TestVendor;
import org.mcporchestrator.agent.Unlimited;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;

class LaneTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration PATIENT = Duration.ofMinutes(1);

    private final TestClock clock = new TestClock();
    private final TestAlarm alarm = new TestAlarm(clock);
    private final LocalLimits limits = new LocalLimits(clock);
    private final List<Call> made = new ArrayList<>();

    private record Vendor(Capacity capacity, boolean simulated) implements TestVendor {}

    /** A call from the moment in which it is made. */
    private record Call(String name, UniEmitter<? super String> end) {

        void answer() {
            end.complete("answer");
        }

        void fail(Fault.Code code) {
            end.fail(new FaultException(code, "as the test wants it"));
        }
    }

    private Lane lane(int calls, long tokensPerMinute) {
        return new Lane(new Vendor(new Capacity(calls, tokensPerMinute), false), Limit.USUAL, limits, alarm, clock);
    }

    private Uni<String> call(String name) {
        return Uni.createFrom().emitter(end -> made.add(new Call(name, end)));
    }

    private Asked ask(Lane lane, Permission permission, String name, long tokens, Duration patience, Duration timeout) {
        var asked = new Asked();
        var running = lane.within(new Turn(permission, tokens, patience, false, timeout), call(name), answer -> answer.length())
                .subscribe().with(_ -> asked.answered++, failure -> asked.failure = Optional.of(failure));
        asked.cancel = running::cancel;
        return asked;
    }

    private Asked ask(Lane lane, Permission permission, String name) {
        return ask(lane, permission, name, 10, PATIENT, Duration.ofMinutes(5));
    }

    private Asked ask(Lane lane, String name) {
        return ask(lane, new Unlimited(), name);
    }

    private static final class Asked {

        private int answered;
        private Optional<Throwable> failure = Optional.empty();
        private Runnable cancel = () -> {
        };
    }

    private List<String> names() {
        return made.stream().map(Call::name).toList();
    }

    private void fail(Lane lane, int times) {
        for (var call = 0; call < times; call++) {
            var _ = ask(lane, "failing");
            made.getLast().fail(Fault.Code.PROVIDER_UNAVAILABLE);
        }
        made.clear();
    }

    @Test
    void noMoreCallsAreUnderWayThanTheProviderTakes() {
        var lane = lane(2, 0);
        for (var name : List.of("1", "2", "3", "4")) {
            var _ = ask(lane, name);
        }
        assertThat(names()).containsExactly("1", "2");
        assertThat(lane.health()).extracting(LaneHealth::active, LaneHealth::waiting).containsExactly(2, 2);

        made.get(1).answer();

        assertThat(names()).containsExactly("1", "2", "3");
    }

    @Test
    void workflowsTakeTurns() {
        var lane = lane(1, 0);
        var large = new Unlimited();
        var small = new Unlimited();
        for (var name : List.of("l1", "l2", "l3", "l4")) {
            var _ = ask(lane, large, name);
        }
        var _ = ask(lane, small, "s1");
        var _ = ask(lane, small, "s2");

        for (var call = 0; call < 6; call++) {
            made.get(call).answer();
        }

        assertThat(names()).containsExactly("l1", "l2", "s1", "l3", "s2", "l4");
    }

    @Test
    void aCallThatWaitsCanBeCancelledAndOneUnderWayMakesRoom() {
        var lane = lane(1, 0);
        var first = ask(lane, "1");
        var second = ask(lane, "2");
        var _ = ask(lane, "3");

        second.cancel.run();
        first.cancel.run();

        assertThat(names()).containsExactly("1", "3");
        assertThat(lane.health().waiting()).isZero();
    }

    @Test
    void failuresCloseTheLaneUntilAProbeSucceeds() {
        var lane = lane(10, 0);
        fail(lane, 3);

        var waiting = List.of(ask(lane, "1"), ask(lane, "2"));
        alarm.pass(Duration.ofMillis(999));
        assertThat(made).isEmpty();
        assertThat(lane.health().breaker()).isEqualTo("open");
        alarm.pass(Duration.ofMillis(1));
        assertThat(names()).containsExactly("1");
        assertThat(lane.health().breaker()).isEqualTo("half_open");

        made.getFirst().answer();

        assertThat(names()).containsExactly("1", "2");
        assertThat(waiting.getFirst().answered).isEqualTo(1);
        assertThat(lane.health().breaker()).isEqualTo("closed");
    }

    @Test
    void whoCanGoElsewhereDoesNotWaitForAProbe() {
        var lane = lane(10, 0);
        fail(lane, 3);
        alarm.pass(SECOND);
        var _ = ask(lane, "probe");
        var faithful = ask(lane, "faithful");

        var free = new Asked();
        lane.within(new Turn(new Unlimited(), 10, PATIENT, true, PATIENT), call("free"), String::length)
                .subscribe().with(_ -> free.answered++, failure -> free.failure = Optional.of(failure));

        assertThat(names()).containsExactly("probe");
        assertThat(free.failure).containsInstanceOf(LaneClosed.class);
        made.getFirst().answer();
        assertThat(names()).containsExactly("probe", "faithful");
        assertThat(faithful.failure).isEmpty();
    }

    @Test
    void whoCanGoElsewhereMayBeTheProbe() {
        var lane = lane(10, 0);
        fail(lane, 3);
        alarm.pass(SECOND);

        lane.within(new Turn(new Unlimited(), 10, PATIENT, true, PATIENT), call("free"), String::length)
                .subscribe().with(_ -> {
                });

        assertThat(names()).containsExactly("free");
    }

    @Test
    void aPauseThatTheProviderAsksForHoldsForEveryWorkflow() {
        var lane = lane(10, 0);
        var _ = ask(lane, "1");
        made.getFirst().end().fail(new FaultException(Fault.Code.PROVIDER_OVERLOADED, "no").retryAfter(SECOND.multipliedBy(7)));

        var _ = ask(lane, "2");
        alarm.pass(Duration.ofMillis(6999));
        assertThat(names()).containsExactly("1");
        assertThat(lane.health().rateLimitedUntil()).hasValue(TestClock.START.plusSeconds(7));
        alarm.pass(Duration.ofMillis(1));

        assertThat(names()).containsExactly("1", "2");
        assertThat(lane.health().rateLimitedUntil()).isEmpty();
    }

    @Test
    void aPauseThatAnotherProcessWasAskedForHoldsToo() {
        var lane = lane(10, 0);
        limits.pause("vendor", SECOND).await().indefinitely();

        var _ = ask(lane, "1");
        assertThat(made).isEmpty();
        alarm.pass(SECOND);

        assertThat(names()).containsExactly("1");
    }

    /** An answer may get lost on its way: asked again under the same name, tokens are taken once. */
    @Test
    void aCallAsksUnderOneNameUntilItMayLeaveAndTheNextUnderAnother() {
        var asked = new ArrayList<String>();
        var lane = new Lane(new Vendor(new Capacity(10, 600), false), Limit.USUAL, remembering(asked), alarm, clock);
        limits.pause("vendor", SECOND).await().indefinitely();

        var _ = ask(lane, "1");
        alarm.pass(SECOND);
        made.getFirst().answer();
        var _ = ask(lane, "2");

        assertThat(names()).containsExactly("1", "2");
        assertThat(asked).hasSize(3);
        assertThat(asked.get(1)).isEqualTo(asked.getFirst());
        assertThat(asked.getLast()).isNotEqualTo(asked.getFirst());
    }

    private CommonLimits remembering(List<String> asked) {
        return new CommonLimits() {

            @Override
            public Uni<Entry> enter(String provider, String call, long tokens, long perMinute) {
                asked.add(call);
                return limits.enter(provider, call, tokens, perMinute);
            }

            @Override
            public Uni<Void> giveBack(String provider, long tokens, long perMinute) {
                return limits.giveBack(provider, tokens, perMinute);
            }

            @Override
            public Uni<Void> pause(String provider, Duration wait) {
                return limits.pause(provider, wait);
            }
        };
    }

    @Test
    void aPauseIsToldToOtherProcesses() {
        var _ = ask(lane(10, 0), "1");
        made.getFirst().end().fail(new FaultException(Fault.Code.PROVIDER_OVERLOADED, "no").retryAfter(SECOND));

        assertThat(limits.enter("vendor", "another", 1, 0).await().indefinitely())
                .isEqualTo(new CommonLimits.Entry(SECOND, true));
    }

    @Test
    void whoHasNoPatienceIsTurnedAwayWithoutACall() {
        var lane = lane(10, 0);
        fail(lane, 3);

        var hasty = ask(lane, new Unlimited(), "1", 10, Duration.ofMillis(999), PATIENT);

        assertThat(made).isEmpty();
        assertThat(hasty.failure).hasValueSatisfying(failure -> assertThat(failure).isInstanceOfSatisfying(LaneClosed.class,
                closed -> {
                    assertThat(closed.fault().fault().code()).isEqualTo(Fault.Code.PROVIDER_UNAVAILABLE);
                    assertThat(closed.fault().retryAfter()).hasValue(SECOND);
                }));
    }

    @Test
    void whoWaitsIsTurnedAwayWhenTheWaitGrowsTooLong() {
        var lane = lane(1, 0);
        var _ = ask(lane, "1");
        var waiting = ask(lane, new Unlimited(), "2", 10, Duration.ofSeconds(5), PATIENT);

        made.getFirst().end()
                .fail(new FaultException(Fault.Code.PROVIDER_OVERLOADED, "no").retryAfter(Duration.ofSeconds(6)));

        assertThat(waiting.failure).hasValueSatisfying(failure -> assertThat(failure).isInstanceOf(LaneClosed.class));
        assertThat(names()).containsExactly("1");
    }

    @Test
    void aCallThatWaitedForItsProcessDoesNotLeaveIfTheProviderBeganToFailMeanwhile() {
        var lane = lane(10, 0);
        var doors = new ArrayList<Runnable>();
        var held = new Held(doors);
        var _ = ask(lane, held, "late");
        fail(lane, 3);

        doors.removeFirst().run();
        assertThat(made).isEmpty();
        alarm.pass(SECOND);
        doors.removeFirst().run();

        assertThat(names()).containsExactly("late");
    }

    @Test
    void aCallThatNeverLeftSaysNothingAboutTheProvider() {
        var lane = lane(10, 0);
        fail(lane, 3);
        alarm.pass(SECOND);

        var refused = ask(lane, new Refusing(new Unlimited()), "never made");

        assertThat(refused.failure).isPresent();
        assertThat(made).isEmpty();
        assertThat(lane.health().breaker()).isEqualTo("half_open");
    }

    /** Fails before any call is made. */
    private record Refusing(Unlimited unlimited) implements Permission {

        @Override
        public WorkflowId workflow() {
            return unlimited.workflow();
        }

        @Override
        public <T> Uni<T> within(Uni<T> call) {
            return Uni.createFrom().failure(new FaultException(Fault.Code.JOURNAL_UNAVAILABLE, "Redis is away"));
        }

        @Override
        public boolean mayRetry() {
            return false;
        }

        @Override
        public boolean affordsAfter(Throwable failure) {
            return false;
        }
    }

    @Test
    void tokensOfACallThatTheVendorWorkedOnDoNotComeBack() {
        var lane = lane(10, 60);
        var _ = ask(lane, new Unlimited(), "cut", 60, PATIENT, PATIENT);
        made.getFirst().fail(Fault.Code.REPLY_CUT);
        var _ = ask(lane, new Unlimited(), "next", 60, PATIENT, PATIENT);
        assertThat(names()).containsExactly("cut");

        alarm.pass(Duration.ofMinutes(1));
        assertThat(names()).containsExactly("cut", "next");
        made.getLast().fail(Fault.Code.REQUEST_REFUSED);
        var _ = ask(lane, new Unlimited(), "third", 60, PATIENT, PATIENT);

        assertThat(names()).containsExactly("cut", "next", "third");
    }

    /** Lets a call go when the test opens the door. */
    private record Held(List<Runnable> doors, Unlimited unlimited) implements Permission {

        private Held(List<Runnable> doors) {
            this(doors, new Unlimited());
        }

        @Override
        public WorkflowId workflow() {
            return unlimited.workflow();
        }

        @Override
        public <T> Uni<T> within(Uni<T> call) {
            return Uni.createFrom().<Void> emitter(door -> doors.add(() -> door.complete(null))).chain(() -> call);
        }

        @Override
        public boolean mayRetry() {
            return true;
        }

        @Override
        public boolean affordsAfter(Throwable failure) {
            return true;
        }
    }

    @Test
    void tokensPerMinuteAreKeptAndWhatWasNotUsedComesBack() {
        var lane = lane(10, 60);
        var _ = ask(lane, new Unlimited(), "1", 60, PATIENT, PATIENT);
        var _ = ask(lane, new Unlimited(), "2", 30, Duration.ZERO, PATIENT);
        assertThat(names()).containsExactly("1");
        alarm.pass(Duration.ofSeconds(29));
        assertThat(names()).containsExactly("1");

        alarm.pass(SECOND);

        assertThat(names()).containsExactly("1", "2");
        made.getFirst().answer();
        var _ = ask(lane, new Unlimited(), "3", 54, PATIENT, PATIENT);
        assertThat(names()).containsExactly("1", "2", "3");
    }

    @Test
    void aRefusedRequestAndACallerInAHurryAreNoFailuresOfTheProvider() {
        var lane = lane(10, 0);
        for (var code : List.of(Fault.Code.REQUEST_REFUSED, Fault.Code.KEY_REFUSED, Fault.Code.REPLY_EMPTY)) {
            for (var call = 0; call < 5; call++) {
                var _ = ask(lane, "refused");
                made.getLast().fail(code);
            }
        }
        for (var call = 0; call < 5; call++) {
            var _ = ask(lane, new Unlimited(), "hasty", 10, PATIENT, Duration.ofSeconds(29));
            made.getLast().fail(Fault.Code.AGENT_TIMED_OUT);
        }
        assertThat(lane.health().breaker()).isEqualTo("closed");

        for (var call = 0; call < 3; call++) {
            var _ = ask(lane, new Unlimited(), "slow", 10, PATIENT, Duration.ofSeconds(30));
            made.getLast().fail(Fault.Code.AGENT_TIMED_OUT);
        }

        assertThat(lane.health().breaker()).isEqualTo("open");
    }

    @Test
    void simulatedProvidersAreNeverLeftAlone() {
        var lane = new Lane(new Vendor(Capacity.UNLIMITED, true), Limit.USUAL, limits, alarm, clock);

        fail(lane, 20);

        assertThat(lane.health().breaker()).isEqualTo("closed");
    }

    @Test
    void thousandsThatEndAtOnceNeedNoStack() {
        var lane = lane(1, 0);
        var answered = new AtomicInteger();
        var _ = ask(lane, "first");
        for (var call = 0; call < 10_000; call++) {
            lane.within(new Turn(new Unlimited(), 1, PATIENT, false, PATIENT), Uni.createFrom().item("x"), _ -> 1)
                    .subscribe().with(_ -> answered.incrementAndGet());
        }

        made.getFirst().answer();

        assertThat(answered).hasValue(10_000);
    }

    /** Timers are coarser than clocks: what is to wake in 30.9 ms may wake after 30. */
    @Test
    void whoIsWokenTooEarlyIsWokenAgain() {
        Alarm coarse = (wait, wake) -> alarm.after(wait.compareTo(SECOND) < 0 ? wait : wait.minusNanos(1), wake);
        var lane = new Lane(new Vendor(new Capacity(10, 0), false), Limit.USUAL, limits, coarse, clock);
        var _ = ask(lane, "first");
        made.getFirst().end()
                .fail(new FaultException(Fault.Code.PROVIDER_OVERLOADED, "as the test wants it").retryAfter(SECOND));

        var _ = ask(lane, "second");
        alarm.pass(SECOND.multipliedBy(2));

        assertThat(names()).containsExactly("first", "second");
    }
}
