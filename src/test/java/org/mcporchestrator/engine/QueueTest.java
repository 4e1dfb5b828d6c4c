package org.mcporchestrator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.mcporchestrator.engine.EngineFixture.answer;
import static org.mcporchestrator.engine.EngineFixture.research;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.mcporchestrator.engine.EngineFixture.Agents;
import org.mcporchestrator.engine.EngineFixture.Process;
import org.mcporchestrator.journal.Journal;
import org.mcporchestrator.journal.Lease;
import org.mcporchestrator.journal.admission.IdempotencyKey;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;

import io.smallrye.mutiny.Uni;

/** What becomes of more workflows than there are slots. */
class QueueTest {

    private static final Duration TICK = Duration.ofMillis(1);

    private final EngineFixture fixture = new EngineFixture();

    @Test
    void whatWaitsIsBegunByPriorityAndThenByAge() {
        var process = fixture.process(slow(), 1);
        var busy = fixture.process(silent(), 1);
        busy.submit(research(1));
        var waiting = new ArrayList<WorkflowId>();
        for (var priority : List.of(5, 0, 9, 5)) {
            fixture.clock.pass(TICK);
            waiting.add(busy.submit(EngineFixture.prior(priority, research(1))));
        }

        process.claimWaiting();

        await().until(() -> waiting.stream().allMatch(id -> process.now(id).standing().status() == Status.COMPLETED));
        assertThat(waiting.stream().sorted(Comparator.comparing(this::begun)).toList())
                .containsExactly(waiting.get(2), waiting.get(0), waiting.get(3), waiting.get(1));
    }

    @Test
    void everyProcessTakesAsManyAsItHasSlotsAndABurstSpreads() {
        var busy = fixture.process(silent(), 3);
        var idle = List.of(fixture.process(silent(), 2), fixture.process(silent(), 4));
        IntStream.range(0, 20).forEach(_ -> busy.submit(research(1)));

        idle.forEach(Process::claimWaiting);
        idle.forEach(Process::claimWaiting);

        assertThat(busy.workflows.driven()).isEqualTo(3);
        assertThat(idle).extracting(process -> process.workflows.driven()).containsExactly(2, 4);
    }

    @Test
    void submissionFindsASlotWhileAClaimIsUnderWayAndNoneIsDrivenBeyondTheSlots() {
        var busy = fixture.process(silent(), 1);
        IntStream.range(0, 9).forEach(_ -> busy.submit(research(1)));
        var asked = new CompletableFuture<Void>();
        var process = new Process(slowToClaim(asked), silent(), new EngineFixture.Settings(4, 16), fixture.clock);

        var claimed = process.drivers.claimWaiting().subscribeAsCompletionStage();
        process.submit(research(1));
        assertThat(process.workflows.driven()).isEqualTo(1);
        asked.complete(null);

        assertThat(claimed.join()).isEqualTo(3);
        assertThat(process.workflows.driven()).isEqualTo(4);
    }

    private Journal slowToClaim(CompletableFuture<Void> asked) {
        return (Journal) Proxy.newProxyInstance(Journal.class.getClassLoader(), new Class<?>[] { Journal.class },
                (_, method, arguments) -> method.getName().equals("claim")
                        ? Uni.createFrom().completionStage(asked).chain(
                                () -> fixture.journal.claim((Lease) arguments[0], (int) arguments[1]))
                        : method.invoke(fixture.journal, arguments));
    }

    @Test
    void submissionBeyondThoseThatMayWaitIsRefusedUntilOneOfThemIsBegun() {
        var busy = new Process(fixture.journal, silent(), new EngineFixture.Settings(1, 16, 2), fixture.clock);
        IntStream.range(0, 3).forEach(_ -> busy.submit(research(1)));

        assertThatThrownBy(() -> busy.submit(research(1))).isInstanceOfSatisfying(FaultException.class, refused -> {
            assertThat(refused.fault().code()).isEqualTo(Fault.Code.OVERLOADED);
            assertThat(refused.retryAfter()).isPresent();
        });

        var idle = fixture.process(Agents.eager(), 1);
        idle.claimWaiting();
        var id = busy.submit(research(1));
        assertThat(busy.now(id).standing().status()).isEqualTo(Status.PENDING);
        assertThat(busy.workflows.driven()).isEqualTo(1);
    }

    /** One call at a time, and a hundred wait when the small ones come. */
    @Test
    void smallWorkflowsEndLongBeforeABigOneThatCameFirst() {
        var answered = new AtomicInteger();
        var gate = new CompletableFuture<Void>();
        var agents = new Agents(step -> Uni.createFrom().completionStage(gate).replaceWith(() -> {
            answered.incrementAndGet();
            return answer(step);
        }).onItem().delayIt().by(TICK));
        var process = new Process(fixture.journal, agents, new EngineFixture.Settings(16, 1), fixture.clock);
        var subtasks = IntStream.range(0, 500).mapToObj(part -> "part " + part).toList();
        var big = process.submit(EngineFixture.wide(subtasks));
        var small = IntStream.range(0, 3).mapToObj(_ -> process.submit(research(1))).toList();

        gate.complete(null);
        small.forEach(process::ended);

        assertThat(answered.get()).isLessThan(100);
        assertThat(process.now(big).standing().status().ended()).isFalse();
    }

    @Test
    void requestUnderAKeyStartsOneWorkflowOnWhicheverProcess() {
        var agents = Agents.eager();
        var one = fixture.process(agents);
        var other = fixture.process(agents);

        var id = one.submit(keyed("mine", research(2)));
        one.ended(id);
        var asked = List.copyOf(agents.asked);
        var again = other.workflows.submit(keyed("mine", research(2))).await().atMost(EngineFixture.SOON);

        assertThat(again.submission().id()).isEqualTo(id);
        assertThat(again.status()).isEqualTo(Status.COMPLETED);
        assertThat(again.repeated()).isTrue();
        assertThat(agents.asked).isEqualTo(asked);
        assertThat(other.workflows.driven()).isZero();
    }

    @Test
    void slotOfARepetitionIsFreeAgain() {
        var process = fixture.process(Agents.eager(), 1);
        IntStream.range(0, 5).forEach(_ -> process.submit(keyed("mine", research(1))));

        var id = process.submit(research(1));

        assertThat(process.ended(id).standing().status()).isEqualTo(Status.COMPLETED);
    }

    private static Request keyed(String key, Request request) {
        return new Request(request.task(), request.title(), request.config(), request.provider(), request.subtasks(),
                request.context(), request.webhook(), Optional.of(IdempotencyKey.of(key, "the request")));
    }

    private Instant begun(WorkflowId id) {
        return fixture.entriesOf(id).getFirst().envelope().timestamp();
    }

    /** Agents during whose calls time passes. */
    private Agents slow() {
        return new Agents(step -> {
            fixture.clock.pass(TICK);
            return Uni.createFrom().item(answer(step));
        });
    }

    /** Agents that never answer. */
    private static Agents silent() {
        return new Agents(_ -> Uni.createFrom().nothing());
    }
}
