package org.mcporchestrator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.mcporchestrator.engine.EngineFixture.answer;
import static org.mcporchestrator.engine.EngineFixture.common;
import static org.mcporchestrator.engine.EngineFixture.fault;
import static org.mcporchestrator.engine.EngineFixture.isWork;
import static org.mcporchestrator.engine.EngineFixture.research;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.mcporchestrator.agent.Agent;
import org.mcporchestrator.engine.EngineFixture.Agents;
import org.mcporchestrator.journal.Claim;
import org.mcporchestrator.journal.Journal;
import org.mcporchestrator.journal.JournalFixture;
import org.mcporchestrator.journal.Lease;
import org.mcporchestrator.journal.Lease.Patience;
import org.mcporchestrator.journal.Owner;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.event.WorkflowEvent;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;
import org.mcporchestrator.workflow.step.Charge;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.StepId;
import org.mcporchestrator.workflow.step.Usage;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.unchecked.Unchecked;

class WorkflowsTest {

    private static final Outcome PAID = new Outcome.Answered("paid", "scripted", "parrot-1", new Usage(1, 1),
            Optional.of(new BigDecimal("0.5")), Duration.ofMillis(3), 1, true);

    private final EngineFixture fixture = new EngineFixture();

    @Test
    void researchRunsThroughItsTiersToAReport() {
        var process = fixture.process(Agents.thinking());

        var id = process.submit(research(10));
        var result = process.ended(id).result().orElseThrow();

        assertThat(result.status()).isEqualTo(Status.COMPLETED);
        assertThat(result.id()).isEqualTo(id);
        assertThat(result.agentResults()).hasSize(10);
        assertThat(result.synthesisResults()).extracting(synthesis -> synthesis.synthesisId().value())
                .containsExactly("drummer_0", "drummer_1", "camina");
        assertThat(result.finalSynthesis()).contains("Synthesis of 2");
        assertThat(result.totalCost()).isEqualByComparingTo("0.14");
        assertThat(result.metadata()).containsEntry("total_tokens", 210L).containsEntry("cost_complete", true)
                .containsEntry("simulated", true);
        var events = fixture.eventsOf(id);
        assertThat(events).startsWith("workflow_start", "decomposition_start", "decomposition_complete", "agent_start")
                .endsWith("synthesis_start", "synthesis_start", "synthesis_complete", "synthesis_start", "synthesis_complete",
                        "synthesis_complete", "document_generation_start", "document_generation_complete",
                        "workflow_complete");
        assertThat(events.stream().filter("agent_complete"::equals)).hasSize(10);
    }

    @Test
    void whatWasBilledWithoutAnAnswerIsInTheTotals() {
        var charge = new Charge("xai", "grok-4", new Usage(100, 10), Optional.of(new BigDecimal("0.5")), true);
        var agents = new Agents(step -> Uni.createFrom().item(!isWork(step) ? answer(step)
                : step.id().equals(StepId.of("belter", 0))
                        ? new Outcome.Faulted(new Fault(Fault.Code.REPLY_CUT, "cut"), Duration.ZERO, 1, List.of(charge))
                        : answer(step)));
        var process = fixture.process(agents);

        var id = process.submit(research(2));
        var result = process.ended(id).result().orElseThrow();

        assertThat(result.totalCost()).isEqualByComparingTo("0.52");
        assertThat(result.metadata()).containsEntry("total_tokens", 140L)
                .containsEntry("cost_by_provider", Map.of("scripted", new BigDecimal("0.02"), "xai", new BigDecimal("0.5")))
                .containsEntry("unanswered",
                        Map.of("calls", 1, "cost", new BigDecimal("0.5"), "tokens_used", 110L, "estimated", true));
        var failed = result.agentResults().getFirst();
        assertThat(failed.cost()).hasValue(new BigDecimal("0.5"));
        assertThat(failed.tokensUsed()).isEqualTo(110);
        assertThat(fixture.entriesOf(id).stream().map(entry -> entry.envelope().event())
                .filter(WorkflowEvent.AgentError.class::isInstance).map(WorkflowEvent.AgentError.class::cast))
                .singleElement().satisfies(error -> assertThat(error.cost()).hasValue(new BigDecimal("0.5")));
    }

    @Test
    void whoTakesAWorkflowOverCountsTheCallsThatWereRepeatedBefore() {
        Agent troubled = (step, _) -> isWork(step) ? Uni.createFrom().nothing()
                : Uni.createFrom()
                        .item(new Outcome.Faulted(new Fault(Fault.Code.PROVIDER_UNAVAILABLE, "away"), Duration.ZERO, 41));
        var first = new EngineFixture.Process(fixture.journal, troubled, new EngineFixture.Settings(8, 8), fixture.clock);
        var id = first.submit(research(2));
        await().until(() -> first.now(id).standing().head().progress().agents() == 2);
        fixture.clock.pass(Duration.ofSeconds(6));
        var allowed = new AtomicInteger();
        Agent retrying = (step, permission) -> {
            while (permission.mayRetry()) {
                allowed.incrementAndGet();
            }
            return Uni.createFrom().item(answer(step));
        };

        var second = new EngineFixture.Process(fixture.journal, retrying, new EngineFixture.Settings(8, 8), fixture.clock);
        second.claimWaiting();
        second.ended(id);

        // of 50 that the settings allow
        assertThat(allowed).hasValue(10);
    }

    /** A laptop that slept, a long collection of garbage: the leases are up, but nobody else was there to take over. */
    @Test
    void processThatStoodStillKeepsItsWorkflowsAndTheirCalls() {
        var agents = new Agents(step -> isWork(step) ? Uni.createFrom().nothing() : Uni.createFrom().item(answer(step)));
        var process = fixture.process(agents);
        var id = process.submit(research(2));
        await().until(() -> agents.asked.size() == 3);

        fixture.clock.pass(Duration.ofSeconds(7));
        process.claimWaiting();

        assertThat(agents.asked).hasSize(3);
        assertThat(agents.calledOff).isEmpty();
        assertThat(process.now(id).standing().head().epoch()).isEqualTo(1);
    }

    @Test
    void workflowThatIsClaimedAgainHereLosesItsFormerDriver() {
        var agents = new Agents(step -> isWork(step) ? Uni.createFrom().nothing() : Uni.createFrom().item(answer(step)));
        var process = fixture.process(agents);
        var id = process.submit(research(2));
        await().until(() -> agents.asked.size() == 3);
        var head = process.now(id).standing().head();

        fixture.journal.release(List.of(new Claim(id, head.owner().orElseThrow(), head.epoch(), head.seq(), 0)))
                .await().atMost(EngineFixture.SOON);
        process.claimWaiting();

        assertThat(agents.calledOff).containsExactly(StepId.of("belter", 0), StepId.of("belter", 1));
        assertThat(agents.busy.get()).isEqualTo(2);
        assertThat(process.drivers.count()).isEqualTo(1);
    }

    @Test
    void workflowThatIsRemovedWhileItIsLookedUpIsUnknown() {
        var first = fixture.process(Agents.eager());
        var id = first.submit(research(2));
        first.ended(id);
        var second = new EngineFixture.Process(removingBeforeResults(), Agents.eager(), new EngineFixture.Settings(1, 1),
                fixture.clock);

        assertThatThrownBy(() -> second.now(id)).hasMessageContaining("unknown_workflow");
        assertThatThrownBy(() -> second.now(id)).hasMessageContaining("unknown_workflow");
    }

    /** The journal, if its retention always strikes between a look at a workflow and a look at its result. */
    private Journal removingBeforeResults() {
        return (Journal) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Journal.class },
                (_, method, arguments) -> {
                    if (method.getName().equals("result")) {
                        fixture.clock.pass(Duration.ofDays(8));
                        fixture.journal.prune().await().atMost(EngineFixture.SOON);
                    }
                    return method.invoke(fixture.journal, arguments);
                });
    }

    @Test
    void eventsAreNumberedWithoutAGap() {
        var process = fixture.process(Agents.thinking());

        var id = process.submit(research(7));
        process.ended(id);

        var entries = fixture.entriesOf(id);
        assertThat(entries).extracting(entry -> entry.position().seq())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, entries.size()).mapToObj(Long::valueOf).toList());
    }

    @Test
    void callersSubtasksNeedNoDecomposition() {
        var agents = Agents.eager();
        var process = fixture.process(agents);
        var request = research(2);

        var id = process.submit(new Request(request.task(), Optional.of("Mine"), request.config(), Optional.empty(),
                List.of("first", "second"), Map.of(), Optional.empty(), Optional.empty()));
        var result = process.ended(id).result().orElseThrow();

        assertThat(agents.asked).containsExactly(StepId.of("belter", 0), StepId.of("belter", 1));
        assertThat(result.title()).isEqualTo("Mine");
        assertThat(fixture.eventsOf(id)).startsWith("workflow_start", "decomposition_complete", "agent_start", "agent_start");
    }

    @Test
    void agentsWorkSideBySideUpToTheLimit() {
        var agents = Agents.thinking();
        var process = fixture.process(agents);

        process.ended(process.submit(research(12, config -> config.with(common(12, 3, true, Duration.ofHours(1))))));

        assertThat(agents.busiest.get()).isEqualTo(3);
    }

    @Test
    void agentsWorkOneAfterTheOtherIfAsked() {
        var agents = Agents.thinking();
        var process = fixture.process(agents);

        process.ended(process.submit(research(6, config -> config.with(common(6, 10, false, Duration.ofHours(1))))));

        assertThat(agents.busiest.get()).isEqualTo(1);
    }

    @Test
    void processLimitsItsCallsOverAllWorkflows() {
        var agents = Agents.thinking();
        var process = new EngineFixture.Process(fixture.journal, agents, new EngineFixture.Settings(512, 4), fixture.clock);

        var ids = IntStream.range(0, 5).mapToObj(_ -> process.submit(research(8))).toList();
        ids.forEach(process::ended);

        assertThat(agents.busiest.get()).isEqualTo(4);
    }

    @Test
    void failedAgentsLeaveTheReportToTheOthers() {
        var process = fixture.process(new Agents(step -> Uni.createFrom()
                .item(step.id().value().equals("belter_1") ? fault(Fault.Code.KEY_REFUSED) : answer(step))));

        var id = process.submit(research(3));
        var result = process.ended(id).result().orElseThrow();

        assertThat(result.status()).isEqualTo(Status.COMPLETED);
        assertThat(result.agentResults()).extracting(agent -> agent.status())
                .containsExactly(Status.COMPLETED, Status.FAILED, Status.COMPLETED);
        assertThat(result.agentResults().get(1).error()).contains("as the test wants it");
        assertThat(fixture.eventsOf(id)).contains("agent_error");
    }

    @Test
    void workflowOfWhichEveryAgentFailedIsFailedAndSaysWhy() {
        var process = fixture.process(new Agents(step -> Uni.createFrom().item(isWork(step) ? fault(Fault.Code.KEY_REFUSED)
                : answer(step))));

        var id = process.submit(research(2));
        var view = process.ended(id);

        assertThat(view.standing().status()).isEqualTo(Status.FAILED);
        assertThat(view.standing().head().error().orElseThrow()).contains("none of the 2 agents").contains("key_refused");
        assertThat(view.result().orElseThrow().agentResults()).hasSize(2);
        assertThat(fixture.eventsOf(id)).endsWith("workflow_error");
    }

    @Test
    void cancelAbortsTheCallsAndKeepsWhatWasAnswered() {
        var agents = new Agents(step -> step.id().value().equals("belter_2") || step.id().value().equals("belter_3")
                ? Uni.createFrom().nothing()
                : Uni.createFrom().item(answer(step)));
        var process = fixture.process(agents);
        var id = process.submit(research(4));
        await().until(() -> process.now(id).standing().head().progress().answered() == 2);

        var view = process.workflows.cancel(id).await().atMost(EngineFixture.SOON);

        assertThat(view.standing().status()).isEqualTo(Status.CANCELLED);
        assertThat(view.result().orElseThrow().agentResults()).extracting(agent -> agent.content())
                .containsExactly("Answer to Part 1", "Answer to Part 2");
        await().untilAsserted(
                () -> assertThat(agents.calledOff).containsExactlyInAnyOrder(StepId.of("belter", 2), StepId.of("belter", 3)));
        assertThat(fixture.eventsOf(id)).endsWith("workflow_cancelled");
        assertThat(process.now(id).standing().status()).isEqualTo(Status.CANCELLED);
        await().until(() -> process.workflows.driven() == 0);
    }

    @Test
    void endedWorkflowCannotBeCancelled() {
        var process = fixture.process(Agents.eager());
        var id = process.submit(research(1));
        process.ended(id);

        assertThatThrownBy(() -> process.workflows.cancel(id).await().atMost(EngineFixture.SOON))
                .isInstanceOfSatisfying(FaultException.class,
                        failure -> assertThat(failure.fault().code()).isEqualTo(Fault.Code.ALREADY_ENDED));
        assertThat(process.now(id).standing().status()).isEqualTo(Status.COMPLETED);
    }

    @Test
    void unknownWorkflowIsAFault() {
        var process = fixture.process(Agents.eager());
        var unknown = new WorkflowId("research_0123456789ab");

        for (var call : List.<Uni<WorkflowView>> of(process.workflows.find(unknown), process.workflows.cancel(unknown),
                process.workflows.await(unknown, Duration.ofSeconds(1)))) {
            assertThatThrownBy(() -> call.await().atMost(EngineFixture.SOON))
                    .isInstanceOfSatisfying(FaultException.class,
                            failure -> assertThat(failure.fault().code()).isEqualTo(Fault.Code.UNKNOWN_WORKFLOW));
        }
    }

    @Test
    void workflowBeyondItsTimeFailsAndKeepsWhatWasAnswered() {
        var agents = new Agents(step -> step.id().value().equals("belter_1") ? Uni.createFrom().nothing()
                : Uni.createFrom().item(answer(step)));
        var process = fixture.process(agents);

        var id = process.submit(research(2, config -> config.with(common(2, 10, true, Duration.ofMillis(50)))));
        var view = process.ended(id);

        assertThat(view.standing().status()).isEqualTo(Status.FAILED);
        assertThat(view.result().orElseThrow().agentResults()).hasSize(1);
        assertThat(view.result().orElseThrow().error()).contains("the workflow took longer than it may");
        await().untilAsserted(() -> assertThat(agents.calledOff).containsExactly(StepId.of("belter", 1)));
    }

    @Test
    void deadProcessWorkIsTakenOverAndNothingIsPaidTwice() {
        var first = new Agents(step -> step.id().value().equals("belter_2") ? Uni.createFrom().nothing()
                : Uni.createFrom().item(answer(step)));
        var dead = fixture.process(first);
        var id = dead.submit(research(3));
        await().until(() -> dead.now(id).standing().head().progress().answered() == 2);
        var second = Agents.eager();
        var living = fixture.process(second);

        fixture.clock.pass(Duration.ofSeconds(6));
        living.claimWaiting();
        var result = living.ended(id).result().orElseThrow();

        assertThat(second.asked).containsExactly(StepId.of("belter", 2));
        assertThat(result.agentResults()).hasSize(3);
        assertThat(fixture.eventsOf(id)).containsSubsequence("agent_complete", "workflow_resumed", "agent_start",
                "workflow_complete");
    }

    @Test
    void callThatWaitedIsNotMadeOnceAnotherProcessHasTakenTheWorkflowOver() {
        var answers = new CompletableFuture<Outcome>();
        var agents = new Agents(step -> isWork(step) ? Uni.createFrom().completionStage(answers)
                : Uni.createFrom().item(answer(step)));
        var paused = new EngineFixture.Process(fixture.journal, agents, new EngineFixture.Settings(512, 1), fixture.clock);
        var id = paused.submit(research(2));
        await().until(() -> agents.busy.get() == 1);
        var other = fixture.process(Agents.eager());
        fixture.clock.pass(Duration.ofSeconds(6));
        other.claimWaiting();
        other.ended(id);

        answers.complete(fault(Fault.Code.PROVIDER_UNAVAILABLE));

        await().untilAsserted(() -> assertThat(paused.workflows.driven()).isZero());
        assertThat(agents.asked).containsExactly(new StepId("decomposition"), StepId.of("belter", 0));
    }

    @Test
    void processThatWakesUpTooLateIsFencedAndAbortsItsCalls() {
        var agents = new Agents(step -> isWork(step) ? Uni.createFrom().nothing() : Uni.createFrom().item(answer(step)));
        var paused = fixture.process(agents);
        var id = paused.submit(research(2));
        await().until(() -> agents.busy.get() == 2);
        var other = fixture.process(Agents.eager());
        fixture.clock.pass(Duration.ofSeconds(6));
        other.claimWaiting();
        other.ended(id);

        paused.renew();

        await().untilAsserted(() -> assertThat(agents.calledOff).hasSize(2));
        assertThat(paused.workflows.driven()).isZero();
        assertThat(paused.now(id).standing().status()).isEqualTo(Status.COMPLETED);
    }

    @Test
    void workflowsBeyondTheSlotsWaitAndAllComplete() {
        var process = fixture.process(Agents.thinking(), 2);

        var ids = IntStream.range(0, 20).mapToObj(_ -> process.submit(research(2))).toList();

        assertThat(process.workflows.driven()).isLessThanOrEqualTo(2);
        for (var id : ids) {
            assertThat(process.ended(id).standing().status()).isEqualTo(Status.COMPLETED);
        }
    }

    @Test
    void manyWorkflowsThatEndAtOnceDoNotOverflowTheStack() {
        var process = fixture.process(Agents.eager(), 1);
        var blocker = new ArrayList<WorkflowId>();

        IntStream.range(0, 3_000).forEach(_ -> blocker.add(process.submit(research(1))));

        assertThat(new HashSet<>(blocker)).hasSize(3_000);
        blocker.forEach(id -> assertThat(process.ended(id).standing().status()).isEqualTo(Status.COMPLETED));
    }

    @Test
    void releasedWorkflowsGoOnElsewhereAtOnce() {
        var agents = new Agents(step -> isWork(step) ? Uni.createFrom().nothing() : Uni.createFrom().item(answer(step)));
        var leaving = fixture.process(agents);
        var id = leaving.submit(research(2));
        await().until(() -> agents.busy.get() == 2);
        var staying = fixture.process(Agents.eager());

        leaving.drivers.release().await().atMost(EngineFixture.SOON);
        staying.claimWaiting();

        assertThat(staying.ended(id).standing().status()).isEqualTo(Status.COMPLETED);
        assertThat(agents.calledOff).hasSize(2);
        assertThat(fixture.entriesOf(id)).extracting(entry -> entry.envelope().event())
                .contains(new WorkflowEvent.WorkflowResumed("hand_over", 1));
    }

    @Test
    void workflowWhoseDriversVanishEndsAsFailedAndKeepsWhatWasAnswered() {
        var agents = new Agents(step -> step.id().value().equals("belter_1") ? Uni.createFrom().nothing()
                : Uni.createFrom().item(answer(step)));
        var first = fixture.process(agents);
        var id = first.submit(research(2));
        await().until(() -> first.now(id).standing().head().progress().answered() == 1);

        for (var takeover = 0; takeover <= Patience.USUAL.endFrom(); takeover++) {
            fixture.clock.pass(Duration.ofMinutes(5));
            fixture.process(agents).claimWaiting();
        }
        var view = fixture.process(agents).ended(id);

        assertThat(view.standing().status()).isEqualTo(Status.FAILED);
        assertThat(view.standing().head().error().orElseThrow()).contains("5 processes in a row");
        assertThat(view.result().orElseThrow().agentResults()).hasSize(1);
        assertThat(fixture.entriesOf(id).getLast().envelope().event())
                .isInstanceOfSatisfying(WorkflowEvent.WorkflowError.class,
                        error -> assertThat(error.code()).isEqualTo(Fault.Code.DRIVERS_LOST));
        assertThat(get(JournalFixture.reopened(fixture.journal, view.standing().submission(), Set.of()))).isTrue();
    }

    @Test
    void workflowThatCannotBeReadEndsAsFailed() {
        var first = fixture.process(new Agents(_ -> Uni.createFrom().nothing()));
        var id = first.submit(research(2));
        var process = new EngineFixture.Process(unreadable(), Agents.eager(), new EngineFixture.Settings(8, 8), fixture.clock);

        for (var takeover = 1; takeover <= Patience.USUAL.endFrom(); takeover++) {
            fixture.clock.pass(Duration.ofMinutes(5));
            process.claimWaiting();
        }

        assertThat(process.ended(id).standing().status()).isEqualTo(Status.FAILED);
        await().untilAsserted(() -> assertThat(process.drivers.count()).isZero());
    }

    @Test
    void workflowThatCouldNotBeReadWhileTheJournalWasAwayIsGivenBackAndNotHeldResponsible() {
        var first = fixture.process(new Agents(_ -> Uni.createFrom().nothing()));
        var id = first.submit(research(2));
        fixture.clock.pass(Duration.ofSeconds(6));
        for (var attempt = 0; attempt <= Patience.USUAL.endFrom(); attempt++) {
            var cutOff = new EngineFixture.Process(failing(attempt % 2 == 0 ? "history" : "accept"), Agents.eager(),
                    new EngineFixture.Settings(8, 8), fixture.clock);
            cutOff.claimWaiting();
            assertThat(get(fixture.journal.find(id)).orElseThrow().head().owner()).isEmpty();
        }

        var claims = get(fixture.journal.claim(new Lease(new Owner("last"), Duration.ofSeconds(5)), 5));

        assertThat(claims).extracting(Claim::takeovers).containsExactly(1);
    }

    @Test
    void claimThatCannotBeGivenBackAtOnceRunsOutAndIsNotHeldAgainstTheWorkflow() {
        var id = fixture.process(silent(), 0).submit(research(2));
        var deaf = new EngineFixture.Process(failing("accept", "release"), Agents.eager(), new EngineFixture.Settings(8, 8),
                fixture.clock);
        for (var lost = 0; lost <= Patience.USUAL.endFrom(); lost++) {
            deaf.claimWaiting();
            fixture.clock.pass(Duration.ofSeconds(6));
        }
        var living = fixture.process(Agents.eager());
        living.claimWaiting();

        assertThat(living.ended(id).standing().status()).isEqualTo(Status.COMPLETED);
        assertThat(deaf.drivers.count()).isZero();
    }

    /** The journal, if Redis is away whenever one of these is asked of it. */
    private Journal failing(String... methods) {
        return (Journal) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Journal.class },
                (_, method, arguments) -> List.of(methods).contains(method.getName())
                        ? Uni.createFrom().failure(new FaultException(Fault.Code.JOURNAL_UNAVAILABLE, "Redis is away"))
                        : method.invoke(fixture.journal, arguments));
    }

    /** The journal, if what is recorded of workflows beside their heads is damaged. */
    private Journal unreadable() {
        return (Journal) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Journal.class },
                (_, method, arguments) -> method.getName().equals("history")
                        ? Uni.createFrom().failure(new FaultException(Fault.Code.WORKFLOW_UNREADABLE, "it is damaged"))
                        : method.invoke(fixture.journal, arguments));
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(EngineFixture.SOON);
    }

    @Test
    void stoppingProcessLetsStepsUnderWayEndAndHandsTheRestOver() {
        var answers = new CompletableFuture<Outcome>();
        var agents = new Agents(step -> step.id().value().equals("belter_0") ? Uni.createFrom().completionStage(answers)
                : Uni.createFrom().item(answer(step)));
        var leaving = fixture.process(agents);
        var id = leaving.submit(research(6, config -> config.with(common(6, 1, false, Duration.ofHours(1)))));
        await().until(() -> agents.busy.get() == 1);

        var stopped = leaving.stop(EngineFixture.SOON).subscribeAsCompletionStage();
        answers.complete(PAID);
        await().until(stopped::isDone);
        var staying = Agents.eager();
        var other = fixture.process(staying);
        other.claimWaiting();

        assertThat(other.ended(id).result().orElseThrow().agentResults()).hasSize(6);
        assertThat(agents.asked).containsExactly(new StepId("decomposition"), StepId.of("belter", 0));
        assertThat(agents.calledOff).isEmpty();
        assertThat(staying.asked).doesNotContain(StepId.of("belter", 0)).contains(StepId.of("belter", 1));
    }

    @Test
    void stoppingProcessGivesItsClaimsBackThoughTheJournalIsAwayForAMoment() {
        var failures = new AtomicInteger(2);
        var leaving = new EngineFixture.Process(awayToReleaseAsLongAs(() -> failures.getAndDecrement() > 0), silent(),
                new EngineFixture.Settings(8, 8), fixture.clock);
        var id = leaving.submit(research(1));

        var _ = get(leaving.stop(Duration.ofMillis(20)).replaceWith(true));

        assertThat(leaving.workflows.driven()).isZero();
        assertThat(get(fixture.journal.find(id)).orElseThrow().head().owner()).isEmpty();
    }

    @Test
    void stoppingProcessTellsThatItCouldNotGiveItsClaimsBack() {
        var leaving = new EngineFixture.Process(awayToReleaseAsLongAs(() -> true), silent(),
                new EngineFixture.Settings(8, 8), fixture.clock);
        var _ = leaving.submit(research(1));

        assertThatThrownBy(() -> get(leaving.stop(Duration.ofMillis(20)).replaceWith(true))).hasMessageContaining("away");
        assertThat(leaving.workflows.driven()).isEqualTo(1);
    }

    private static Agents silent() {
        return new Agents(_ -> Uni.createFrom().nothing());
    }

    private Journal awayToReleaseAsLongAs(BooleanSupplier away) {
        return (Journal) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Journal.class },
                (_, method, arguments) -> method.getName().equals("release") && away.getAsBoolean()
                        ? Uni.createFrom().failure(new FaultException(Fault.Code.JOURNAL_UNAVAILABLE, "Redis is away"))
                        : method.invoke(fixture.journal, arguments));
    }

    @Test
    void stoppingProcessAbortsStepsBeyondTheGraceTimeAndKeepsWhatWasAnswered() {
        var agents = new Agents(step -> step.id().value().equals("belter_1") ? Uni.createFrom().nothing()
                : Uni.createFrom().item(answer(step)));
        var leaving = fixture.process(agents);
        var id = leaving.submit(research(2));
        await().until(() -> agents.busy.get() == 1);

        var _ = get(leaving.stop(Duration.ofMillis(20)).replaceWith(true));

        assertThat(agents.calledOff).containsExactly(StepId.of("belter", 1));
        assertThat(get(fixture.journal.find(id)).orElseThrow().head().owner()).isEmpty();
        assertThat(get(fixture.journal.history(id)).outcomes()).containsOnlyKeys(new StepId("decomposition"),
                StepId.of("belter", 0));
        assertThat(leaving.workflows.driven()).isZero();
    }

    @Test
    void stoppingProcessMakesNoCallThatWaitedForItsTurn() {
        var answers = new CompletableFuture<Outcome>();
        var agents = new Agents(step -> step.id().value().equals("belter_0") ? Uni.createFrom().completionStage(answers)
                : Uni.createFrom().item(answer(step)));
        var leaving = new EngineFixture.Process(fixture.journal, agents, new EngineFixture.Settings(512, 1), fixture.clock);
        var id = leaving.submit(research(3));
        await().until(() -> agents.busy.get() == 1);

        var stopped = leaving.stop(EngineFixture.SOON).subscribeAsCompletionStage();
        answers.complete(PAID);
        await().until(stopped::isDone);

        assertThat(agents.asked).containsExactly(new StepId("decomposition"), StepId.of("belter", 0));
        assertThat(get(fixture.journal.history(id)).outcomes()).containsEntry(StepId.of("belter", 0), PAID);
    }

    /** The call before has failed, and the next one has not left: nothing is lost. */
    @Test
    void stoppingProcessDoesNotWaitForTheNextAttemptOfAStep() {
        var asked = new ArrayList<StepId>();
        var leaving = new EngineFixture.Process(fixture.journal, retrying(asked), new EngineFixture.Settings(8, 8),
                fixture.clock);
        var id = leaving.submit(research(1));
        await().until(() -> asked.contains(StepId.of("belter", 0)));

        var _ = get(leaving.stop(Duration.ofHours(1)).replaceWith(true));

        assertThat(get(fixture.journal.find(id)).orElseThrow().head().owner()).isEmpty();
        assertThat(get(fixture.journal.history(id)).outcomes()).containsOnlyKeys(new StepId("decomposition"));
        assertThat(asked).hasSize(2);
    }

    @Test
    void stepWhoseCallFailsWhileTheProcessStopsIsLeftToTheNextDriver() {
        var asked = new ArrayList<StepId>();
        var answer = new CompletableFuture<Outcome>();
        var agents = retrying(asked, answer);
        var leaving = new EngineFixture.Process(fixture.journal, agents, new EngineFixture.Settings(8, 8), fixture.clock);
        var id = leaving.submit(research(1));
        await().until(() -> asked.contains(StepId.of("belter", 0)));

        var stopped = leaving.stop(Duration.ofHours(1)).subscribeAsCompletionStage();
        assertThat(stopped).isNotDone();
        answer.completeExceptionally(BUSY);
        await().until(stopped::isDone);

        assertThat(get(fixture.journal.history(id)).outcomes()).containsOnlyKeys(new StepId("decomposition"));
        assertThat(asked).hasSize(2);
    }

    private static final FaultException BUSY = new FaultException(Fault.Code.PROVIDER_OVERLOADED, "busy");

    private static Agent retrying(List<StepId> asked) {
        return retrying(asked, CompletableFuture.failedFuture(BUSY));
    }

    /** Splits the task; of all else the first call ends so, and the next one would be made much later. */
    private static Agent retrying(List<StepId> asked, CompletableFuture<Outcome> first) {
        return (step, permission) -> {
            var call = permission.within(Uni.createFrom().deferred(() -> {
                asked.add(step.id());
                return isWork(step) ? Uni.createFrom().completionStage(first) : Uni.createFrom().item(answer(step));
            }));
            return call.onFailure().recoverWithUni(failure -> permission.mayRetry() && permission.affordsAfter(failure)
                    ? Uni.createFrom().voidItem().onItem().delayIt().by(Duration.ofHours(1)).chain(() -> call)
                    : Uni.createFrom().item(fault(Fault.Code.PROVIDER_OVERLOADED)));
        };
    }

    @Test
    void stoppingProcessMakesNoCallWhoseClaimWasConfirmedTooLate() {
        var confirmed = new CompletableFuture<Boolean>();
        var agents = Agents.eager();
        var leaving = new EngineFixture.Process(slowToConfirm(confirmed), agents, new EngineFixture.Settings(8, 8),
                fixture.clock);
        var id = leaving.submit(research(1));

        var stopped = leaving.stop(EngineFixture.SOON).subscribeAsCompletionStage();
        confirmed.complete(true);
        await().until(stopped::isDone);

        assertThat(agents.asked).isEmpty();
        assertThat(get(fixture.journal.find(id)).orElseThrow().head().owner()).isEmpty();
    }

    private Journal slowToConfirm(CompletableFuture<Boolean> confirmed) {
        return (Journal) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Journal.class },
                (_, method, arguments) -> method.getName().equals("holds") ? Uni.createFrom().completionStage(confirmed)
                        : method.invoke(fixture.journal, arguments));
    }

    @Test
    void stoppingProcessLeavesNewWorkToOthers() {
        var leaving = fixture.process(Agents.eager());
        var _ = get(leaving.stop(EngineFixture.SOON).replaceWith(true));

        var id = leaving.submit(research(1));
        leaving.claimWaiting();

        assertThat(leaving.workflows.driven()).isZero();
        assertThat(leaving.workflows.stopping()).isTrue();
        var other = fixture.process(Agents.eager());
        other.claimWaiting();
        assertThat(other.ended(id).standing().status()).isEqualTo(Status.COMPLETED);
    }

    @Test
    void stoppingProcessRefusesWorkThatNobodyElseWouldKnowOf() {
        var leaving = new EngineFixture.Process(fixture.journal, Agents.eager(), new EngineFixture.Settings(8, 8),
                fixture.clock,
                false);
        var _ = get(leaving.stop(EngineFixture.SOON).replaceWith(true));

        assertThatThrownBy(() -> leaving.submit(research(1))).isInstanceOfSatisfying(FaultException.class, failure -> {
            assertThat(failure.fault().code()).isEqualTo(Fault.Code.OVERLOADED);
            assertThat(failure.retryAfter()).isPresent();
        });
    }

    @Test
    void writesThatAreRefusedAndTakeoversAreCounted() {
        var answers = new CompletableFuture<Outcome>();
        var agents = new Agents(step -> isWork(step) ? Uni.createFrom().completionStage(answers.copy())
                : Uni.createFrom().item(answer(step)));
        var paused = fixture.process(agents);
        var id = paused.submit(research(2));
        await().until(() -> agents.busy.get() == 2);
        var other = fixture.process(Agents.eager());
        fixture.clock.pass(Duration.ofSeconds(6));
        other.claimWaiting();
        other.ended(id);

        answers.complete(PAID);
        await().until(() -> paused.workflows.driven() == 0);

        assertThat(paused.figures.fencedWrites()).isEqualTo(1);
        assertThat(other.figures.takeovers()).isEqualTo(1);
        assertThat(other.figures.fencedWrites()).isZero();
    }

    @Test
    void renewalLagIsTheTimeSinceTheLastRenewal() {
        var process = fixture.process(Agents.eager());
        fixture.clock.pass(Duration.ofSeconds(3));
        assertThat(process.figures.sinceRenewal()).isEqualTo(Duration.ofSeconds(3));

        process.renew();

        assertThat(process.figures.sinceRenewal()).isZero();
    }

    @Test
    void workflowWithoutProgressBeyondItsTimeoutsIsStuck() {
        var agents = new Agents(step -> isWork(step) ? Uni.createFrom().nothing() : Uni.createFrom().item(answer(step)));
        var process = fixture.process(agents);
        var _ = process.submit(research(2));
        await().until(() -> agents.busy.get() == 2);

        fixture.clock.pass(Duration.ofMinutes(5));
        assertThat(process.workflows.stuck()).isZero();
        fixture.clock.pass(Duration.ofMinutes(30));

        assertThat(process.workflows.stuck()).isEqualTo(1);
    }

    /** Other workflows have all the slots: that is fair, and nobody need look at it. */
    @Test
    void workflowWhoseCallsWaitForTheirTurnIsNotStuck() {
        var first = new CompletableFuture<Outcome>();
        var agents = new Agents(step -> isWork(step) ? Uni.createFrom().completionStage(first.copy())
                : Uni.createFrom().item(answer(step)));
        var process = new EngineFixture.Process(fixture.journal, agents, new EngineFixture.Settings(8, 1), fixture.clock);
        var _ = process.submit(research(1));
        await().until(() -> agents.busy.get() == 1);
        var _ = process.submit(research(1));
        await().until(() -> process.workflows.driven() == 2);

        fixture.clock.pass(Duration.ofHours(2));
        assertThat(process.workflows.stuck()).as("the one whose call hangs").isEqualTo(1);
    }

    @Test
    void timeOfACallBeginsWhenItLeaves() {
        var answers = new ArrayList<CompletableFuture<Outcome>>();
        var agents = new Agents(step -> {
            var answer = new CompletableFuture<Outcome>();
            answers.add(answer);
            return isWork(step) ? Uni.createFrom().completionStage(answer) : Uni.createFrom().item(answer(step));
        });
        var process = new EngineFixture.Process(fixture.journal, agents, new EngineFixture.Settings(8, 1), fixture.clock);
        process.submit(research(1));
        await().until(() -> agents.busy.get() == 1);
        process.submit(research(1));
        await().until(() -> process.workflows.driven() == 2);
        fixture.clock.pass(Duration.ofHours(2));
        answers.get(1).complete(PAID);
        await().until(() -> answers.size() >= 3);

        assertThat(process.workflows.stuck()).isZero();
    }

    @Test
    void agentThatBreaksOffIsAFailedAgent() {
        var process = fixture.process(new Agents(step -> step.id().value().equals("belter_0")
                ? Uni.createFrom().<Outcome> failure(new IllegalStateException("a defect"))
                : Uni.createFrom().item(answer(step))));

        var result = process.ended(process.submit(research(2))).result().orElseThrow();

        assertThat(result.status()).isEqualTo(Status.COMPLETED);
        assertThat(result.agentResults().getFirst().metadata()).containsEntry("error_code", "internal");
    }

    @Test
    void unknownProviderIsNamedAsTheProblem() {
        var process = fixture.process(Agents.eager());
        var request = research(1);

        assertThatThrownBy(
                () -> process.submit(new Request(request.task(), Optional.empty(), request.config(), Optional.of("nobody"),
                        List.of(), Map.of(), Optional.empty(), Optional.empty())))
                .isInstanceOfSatisfying(FaultException.class, failure -> assertThat(failure.problems())
                        .containsExactly(
                                new FaultException.Problem("provider_name", "unknown provider nobody; known are scripted")));
    }

    @Test
    void callerWhoGoesAwayWhileTheWorkflowIsRecordedLeavesNoSlotTaken() {
        var recorded = new CompletableFuture<Void>();
        var process = new EngineFixture.Process(slowToCreate(recorded), Agents.eager(), new EngineFixture.Settings(1, 16),
                fixture.clock);

        process.workflows.submit(research(1)).subscribe().with(_ -> {
        }).cancel();
        recorded.complete(null);

        await().until(() -> process.workflows.driven() == 0);
        assertThat(process.ended(process.submit(research(1))).standing().status()).isEqualTo(Status.COMPLETED);
    }

    private Journal slowToCreate(CompletableFuture<Void> recorded) {
        return (Journal) Proxy.newProxyInstance(Journal.class.getClassLoader(), new Class<?>[] { Journal.class },
                (_, method, arguments) -> method.getName().equals("create")
                        ? Uni.createFrom().completionStage(recorded).chain(() -> creation(method, arguments))
                        : method.invoke(fixture.journal, arguments));
    }

    @SuppressWarnings("unchecked")
    private Uni<Object> creation(Method method, Object[] arguments) {
        return Uni.createFrom().deferred(Unchecked.supplier(() -> (Uni<Object>) method.invoke(fixture.journal, arguments)));
    }
}
