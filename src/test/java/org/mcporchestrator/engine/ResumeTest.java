package org.mcporchestrator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mcporchestrator.engine.EngineFixture.answer;
import static org.mcporchestrator.engine.EngineFixture.fault;
import static org.mcporchestrator.engine.EngineFixture.isWork;
import static org.mcporchestrator.engine.EngineFixture.research;

import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.mcporchestrator.engine.EngineFixture.Agents;
import org.mcporchestrator.engine.terms.Changes;
import org.mcporchestrator.journal.Journal;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.event.WorkflowEvent;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import io.smallrye.mutiny.Uni;

/** Workflows that ended too early, and go on: nothing that was paid for is paid again. */
class ResumeTest {

    private static final Changes NONE = changes(null);

    private final EngineFixture fixture = new EngineFixture();

    @Test
    void workflowThatItsBudgetStoppedCompletesWithAHigherOneAndPaysNoFinishedStepAgain() {
        var agents = Agents.thinking();
        var process = fixture.process(agents);
        var id = process.submit(limited("0.10"));
        var stopped = process.ended(id).result().orElseThrow();
        var before = agents.asked.size();

        resume(process, id, changes("1"));
        var result = process.ended(id).result().orElseThrow();

        assertThat(stopped.metadata()).containsEntry("stopped_by", "budget");
        assertThat(before).isEqualTo(10);
        assertThat(result.status()).isEqualTo(Status.COMPLETED);
        assertThat(result.metadata()).doesNotContainKey("stopped_by");
        assertThat(result.agentResults()).hasSize(10).allMatch(agent -> agent.error().isEmpty());
        // Each agent was asked once, and only the drummer and the camina that lacked answers a second time.
        assertThat(agents.asked.stream().filter(step -> step.value().startsWith("belter"))).hasSize(10).doesNotHaveDuplicates();
        assertThat(agents.asked.subList(before, agents.asked.size())).extracting(step -> step.value())
                .doesNotContain("decomposition", "drummer_0").contains("drummer_1", "camina");
    }

    @Test
    void workflowThatFailedPerformsAgainWhatFailedAndNothingElse() {
        var broken = new AtomicBoolean(true);
        var agents = new Agents(step -> Uni.createFrom().item(broken.get() && isWork(step) ? fault(Fault.Code.KEY_REFUSED)
                : answer(step)));
        var process = fixture.process(agents);
        var id = process.submit(research(3));
        assertThat(process.ended(id).standing().status()).isEqualTo(Status.FAILED);

        broken.set(false);
        resume(process, id, NONE);

        assertThat(process.ended(id).standing().status()).isEqualTo(Status.COMPLETED);
        assertThat(agents.asked).extracting(step -> step.value()).containsOnlyOnce("decomposition").hasSize(1 + 3 + 3);
        assertThat(fixture.entriesOf(id)).extracting(entry -> entry.envelope().event())
                .contains(new WorkflowEvent.WorkflowResumed("reopened", 1));
    }

    @Test
    void timeThatAWorkflowMayTakeBeginsAnewWithItsReopening() {
        var broken = new AtomicBoolean(true);
        var agents = new Agents(step -> Uni.createFrom().item(broken.get() && isWork(step) ? fault(Fault.Code.KEY_REFUSED)
                : answer(step)).onItem().delayIt().by(Duration.ofMillis(broken.get() ? 1 : 20)));
        var process = fixture.process(agents);
        var id = process.submit(research(3));
        process.ended(id);

        fixture.clock.pass(Duration.ofDays(3));
        broken.set(false);
        resume(process, id, NONE);
        var result = process.ended(id).result().orElseThrow();

        assertThat(result.status()).isEqualTo(Status.COMPLETED);
        assertThat(result.executionTime()).isLessThan(Duration.ofHours(1));
    }

    @Test
    void theSameResumptionOnceMoreIsARepetitionAndAnotherOneIsNot() {
        var broken = new AtomicBoolean(true);
        var agents = new Agents(step -> broken.get() ? Uni.createFrom().item(fault(Fault.Code.KEY_REFUSED))
                : Uni.createFrom().nothing());
        var process = fixture.process(agents);
        var id = process.submit(research(3));
        process.ended(id);
        broken.set(false);

        resume(process, id, changes("3"));

        assertThat(resume(process, id, changes("3")).standing().status().ended()).isFalse();
        assertRefused(process, id, changes("4"), Fault.Code.NOT_ENDED);
    }

    @Test
    void whatCompletedOrWasCancelledOrStillRunsDoesNotGoOn() {
        var process = fixture.process(Agents.eager());
        var completed = process.submit(research(3));
        process.ended(completed);
        var hanging = fixture.process(new Agents(_ -> Uni.createFrom().nothing()));
        var running = hanging.submit(research(3));
        var cancelled = hanging.submit(research(3));
        hanging.workflows.cancel(cancelled).await().atMost(EngineFixture.SOON);

        assertRefused(process, completed, NONE, Fault.Code.NOT_RESUMABLE);
        assertRefused(process, cancelled, NONE, Fault.Code.NOT_RESUMABLE);
        assertRefused(process, running, NONE, Fault.Code.NOT_ENDED);
        assertRefused(process, new WorkflowId("search_0123456789ab"), NONE, Fault.Code.UNKNOWN_WORKFLOW);
        assertThat(process.now(completed).result()).isPresent();
    }

    @Test
    void workflowThatItsBudgetStoppedDoesNotGoOnWithTheSameOne() {
        var process = fixture.process(Agents.thinking());
        var id = process.submit(limited("0.10"));
        process.ended(id);

        assertRefused(process, id, NONE, Fault.Code.INVALID_REQUEST);
    }

    @Test
    void noProcessTellsOfAnEndThatIsNoMore() {
        var broken = new AtomicBoolean(true);
        var agents = new Agents(step -> broken.get() ? Uni.createFrom().item(fault(Fault.Code.KEY_REFUSED))
                : Uni.createFrom().nothing());
        var first = fixture.process(agents);
        var second = fixture.process(agents);
        var id = first.submit(research(3));
        first.ended(id);
        assertThat(second.now(id).result()).isPresent();

        broken.set(false);
        resume(first, id, NONE);

        assertThat(first.now(id).result()).isEmpty();
        assertThat(second.now(id).result()).isEmpty();
    }

    @Test
    void ofTwoResumptionsAtOnceTheOneThatIsLateIsToldThatTheWorkflowGoesOn() {
        var broken = new AtomicBoolean(true);
        var agents = new Agents(step -> broken.get() ? Uni.createFrom().item(fault(Fault.Code.KEY_REFUSED))
                : Uni.createFrom().nothing());
        var quick = fixture.process(agents);
        var id = quick.submit(research(3));
        quick.ended(id);
        broken.set(false);
        var late = overtaken(agents, () -> resume(quick, id, changes("3")));

        assertRefused(late, id, changes("4"), Fault.Code.NOT_ENDED);

        assertThat(limit(quick, id)).isEqualByComparingTo("3");
    }

    @Test
    void resumptionThatOverlookedAnotherOneAndItsEndChangesNothing() {
        var agents = new Agents(step -> Uni.createFrom().item(isWork(step) ? fault(Fault.Code.KEY_REFUSED) : answer(step)));
        var quick = fixture.process(agents);
        var id = quick.submit(research(3));
        quick.ended(id);
        var late = overtaken(agents, () -> {
            resume(quick, id, changes("3"));
            quick.ended(id);
        });

        assertRefused(late, id, changes("4"), Fault.Code.CHANGED_MEANWHILE);

        assertThat(limit(quick, id)).isEqualByComparingTo("3");
        assertThat(quick.now(id).standing().status()).isEqualTo(Status.FAILED);
        assertThat(quick.now(id).result()).isPresent();
    }

    @Test
    void resumptionOfWhatWasRemovedMeanwhileFindsNothing() {
        var agents = new Agents(step -> Uni.createFrom().item(isWork(step) ? fault(Fault.Code.KEY_REFUSED) : answer(step)));
        var quick = fixture.process(agents);
        var id = quick.submit(research(3));
        quick.ended(id);
        var late = overtaken(agents, () -> quick.workflows.remove(id).await().atMost(EngineFixture.SOON));

        assertRefused(late, id, NONE, Fault.Code.UNKNOWN_WORKFLOW);
    }

    /** A process whose reopening reaches the journal after something else has happened there. */
    private EngineFixture.Process overtaken(Agents agents, Runnable meanwhile) {
        var journal = (Journal) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Journal.class },
                (_, method, arguments) -> {
                    if (method.getName().equals("reopen")) {
                        meanwhile.run();
                    }
                    return method.invoke(fixture.journal, arguments);
                });
        return new EngineFixture.Process(journal, agents, new EngineFixture.Settings(8, 8), fixture.clock);
    }

    private static BigDecimal limit(EngineFixture.Process process, WorkflowId id) {
        return process.now(id).standing().submission().config().common().maxTotalCost().orElseThrow();
    }

    @Test
    void endedWorkflowIsRemovedAndARunningOneIsNot() {
        var process = fixture.process(Agents.eager());
        var ended = process.submit(research(3));
        process.ended(ended);
        var running = fixture.process(new Agents(_ -> Uni.createFrom().nothing())).submit(research(3));

        process.workflows.remove(ended).await().atMost(EngineFixture.SOON);

        assertThatThrownBy(() -> process.now(ended)).asInstanceOf(InstanceOfAssertFactories.type(FaultException.class))
                .extracting(failure -> failure.fault().code()).isEqualTo(Fault.Code.UNKNOWN_WORKFLOW);
        assertThatThrownBy(() -> process.workflows.remove(running).await().atMost(EngineFixture.SOON))
                .asInstanceOf(InstanceOfAssertFactories.type(FaultException.class))
                .extracting(failure -> failure.fault().code()).isEqualTo(Fault.Code.NOT_ENDED);
    }

    private static void assertRefused(EngineFixture.Process process, WorkflowId id, Changes changes, Fault.Code code) {
        assertThatThrownBy(() -> resume(process, id, changes))
                .asInstanceOf(InstanceOfAssertFactories.type(FaultException.class))
                .extracting(failure -> failure.fault().code()).isEqualTo(code);
    }

    @CanIgnoreReturnValue
    private static WorkflowView resume(EngineFixture.Process process, WorkflowId id, Changes changes) {
        return process.workflows.resume(id, changes).await().atMost(EngineFixture.SOON);
    }

    private static Request limited(String usd) {
        var request = research(10);
        var common = request.config().common();
        return new Request(request.task(), request.title(), request.config().with(common.with(Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(new BigDecimal(usd)), Optional.empty())),
                Optional.empty(), List.of(), request.context(), Optional.empty(), Optional.empty());
    }

    private static Changes changes(String usd) {
        return new Changes(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.ofNullable(usd).map(BigDecimal::new), Optional.empty());
    }
}
