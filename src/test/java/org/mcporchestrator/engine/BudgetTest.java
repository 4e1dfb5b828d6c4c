package org.mcporchestrator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.mcporchestrator.engine.EngineFixture.PRICE;
import static org.mcporchestrator.engine.EngineFixture.answer;
import static org.mcporchestrator.engine.EngineFixture.isWork;
import static org.mcporchestrator.engine.EngineFixture.research;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcporchestrator.engine.EngineFixture.Agents;
import org.mcporchestrator.journal.JournalFixture;
import org.mcporchestrator.journal.Lease;
import org.mcporchestrator.journal.Owner;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.Submission;
import org.mcporchestrator.workflow.config.CommonConfig;
import org.mcporchestrator.workflow.config.SwarmConfig;
import org.mcporchestrator.workflow.event.WorkflowEvent;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;
import org.mcporchestrator.workflow.result.OrchestratorResult;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.StepId;
import org.mcporchestrator.workflow.step.Usage;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;

/** Every call costs a cent, and is expected to. */
class BudgetTest {

    private final EngineFixture fixture = new EngineFixture();

    @Test
    void workflowWithinItsBudgetTakesNoNoticeOfIt() {
        var process = fixture.process(Agents.thinking());

        var id = process.submit(cents(14, research(10)));
        var result = process.ended(id).result().orElseThrow();

        assertThat(result.status()).isEqualTo(Status.COMPLETED);
        assertThat(result.totalCost()).isEqualByComparingTo("0.14");
        assertThat(result.synthesisResults()).hasSize(3);
        assertThat(result.metadata()).doesNotContainKey("stopped_by");
    }

    /** Ten agents may work at a time; the fewer are left, the fewer texts are to be merged. */
    @ParameterizedTest
    @ValueSource(ints = { 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13 })
    void budgetIsNeverExceededAndWhatAgentsAnsweredIsMerged(int cents) {
        var agents = Agents.thinking();
        var process = fixture.process(agents);

        var id = process.submit(cents(cents, research(10)));
        var result = process.ended(id).result().orElseThrow();

        assertThat(agents.asked).hasSizeLessThanOrEqualTo(cents);
        assertThat(agents.asked).doesNotHaveDuplicates();
        assertThat(result.status()).isEqualTo(Status.COMPLETED);
        assertThat(result.metadata()).containsEntry("stopped_by", "budget");
        assertThat(result.finalSynthesis()).isPresent();
        assertThat(result.synthesisResults()).allMatch(synthesis -> synthesis.error().isEmpty());
        assertThat(answered(result)).isPositive();
        assertThat(result.agentResults()).hasSize(10);
        assertThat(result.agentResults()).filteredOn(agent -> agent.status() == Status.FAILED)
                .allSatisfy(agent -> assertThat(agent.metadata()).containsEntry("error_code", "budget_exhausted"));
    }

    @Test
    void synthesisHasItsShareBeforeAnotherAgentBegins() {
        var process = fixture.process(Agents.thinking());

        var result = process.ended(process.submit(cents(10, research(10)))).result().orElseThrow();

        // one to split the task, six agents, two drummers, camina
        assertThat(answered(result)).isEqualTo(6);
        assertThat(result.synthesisResults()).extracting(synthesis -> synthesis.synthesisId().value())
                .containsExactly("drummer_0", "drummer_1", "camina");
        assertThat(result.totalCost()).isEqualByComparingTo("0.10");
    }

    @Test
    void searchKeepsEnoughForItsSynthesis() {
        var process = fixture.process(Agents.thinking());
        var search = new Request("Why is the sky blue?", Optional.empty(), SwarmConfig.defaults(), Optional.empty(), List.of(),
                Map.of(), Optional.empty(), Optional.empty());

        var result = process.ended(process.submit(cents(5, search))).result().orElseThrow();

        assertThat(answered(result)).isEqualTo(3);
        assertThat(result.synthesisResults()).hasSize(1).allMatch(synthesis -> synthesis.error().isEmpty());
        assertThat(result.totalCost()).isEqualByComparingTo("0.05");
    }

    @Test
    void workflowThatCannotPayASingleAgentFailsAndCanBeReopened() {
        var agents = Agents.eager();
        var process = fixture.process(agents);

        var id = process.submit(limited(new BigDecimal("0.009"), null, research(3)));
        var view = process.ended(id);

        assertThat(agents.asked).isEmpty();
        assertThat(view.standing().status()).isEqualTo(Status.FAILED);
        assertThat(fixture.entriesOf(id).getLast().envelope().event())
                .isInstanceOfSatisfying(WorkflowEvent.WorkflowError.class,
                        error -> assertThat(error.code()).isEqualTo(Fault.Code.BUDGET_EXHAUSTED));
        assertThat(view.result().orElseThrow().metadata()).containsEntry("stopped_by", "budget");
    }

    @Test
    void stoppedWorkflowGoesOnWithAHigherBudgetAndForgetsNothingThatItSpent() {
        var agents = Agents.thinking();
        var process = fixture.process(agents);
        var id = process.submit(cents(10, research(10)));
        var ended = process.ended(id).standing().submission();
        var raised = new Submission(id, ended.task(), ended.title(),
                cents(14, research(10)).config().with(withModel(cents(14, research(10)).config().common())), ended.provider(),
                ended.subtasks(), ended.context(), ended.webhookUrl(), ended.createdAt());
        var again = Set.of(StepId.of("belter", 6), StepId.of("belter", 7), StepId.of("belter", 8), StepId.of("belter", 9),
                new StepId("camina"));

        assertThat(JournalFixture.reopened(fixture.journal, raised, again).await().atMost(EngineFixture.SOON)).isTrue();
        var other = fixture.process(agents);
        other.claimWaiting();
        var result = other.ended(id).result().orElseThrow();

        // 10 cents are spent, one of them for a text that is forgotten: four agents or three and a new camina would be 14
        assertThat(agents.asked).hasSize(14);
        assertThat(answered(result)).isEqualTo(9);
        assertThat(result.metadata()).containsEntry("stopped_by", "budget");
    }

    @Test
    void callsThatWereLostWithTheirProcessCount() {
        var dead = new Agents(step -> isWork(step) ? Uni.createFrom().nothing() : Uni.createFrom().item(answer(step)));
        var first = fixture.process(dead);
        var id = first.submit(cents(8, research(4)));
        await().until(() -> dead.asked.size() == 5);

        fixture.clock.pass(Duration.ofSeconds(6));
        var agents = Agents.thinking();
        var second = fixture.process(agents);
        second.claimWaiting();
        var result = second.ended(id).result().orElseThrow();

        // 1 for the split and 4 lost: 3 are left, and fewer than five answers are not merged by a model
        assertThat(agents.asked).hasSize(3);
        assertThat(dead.asked.size() + agents.asked.size()).isEqualTo(8);
        assertThat(answered(result)).isEqualTo(3);
        assertThat(result.metadata()).containsEntry("stopped_by", "budget");
    }

    @Test
    void callsThatAProcessCalledOffWhenItStoppedCountAndThoseItNeverMadeDoNot() {
        var hanging = new Agents(step -> isWork(step) ? Uni.createFrom().nothing() : Uni.createFrom().item(answer(step)));
        var first = new EngineFixture.Process(fixture.journal, hanging, new EngineFixture.Settings(10, 2), fixture.clock);
        var id = first.submit(cents(7, research(4)));
        await().until(() -> hanging.asked.size() == 3);

        first.stop(Duration.ofMillis(1)).await().atMost(EngineFixture.SOON);
        var agents = Agents.thinking();
        var second = fixture.process(agents);
        second.claimWaiting();
        var result = second.ended(id).result().orElseThrow();

        // 1 for the split, 2 called off, 2 that never left: 4 of 7 remain
        assertThat(agents.asked).hasSize(4);
        assertThat(answered(result)).isEqualTo(4);
    }

    @Test
    void answerThatAFormerDriverPaidIsTakenThoughThereIsNoRoomForItsCall() {
        var late = new CompletableFuture<Outcome>();
        var paused = new Agents(step -> isWork(step) ? Uni.createFrom().completionStage(late)
                : Uni.createFrom().item(answer(step)));
        var first = fixture.process(paused);
        var id = first.submit(cents(2, research(1)));
        await().until(() -> paused.asked.size() == 2);
        fixture.clock.pass(Duration.ofSeconds(6));
        var claim = fixture.journal.claim(new Lease(Owner.random(), Duration.ofSeconds(5)), 1).await()
                .atMost(EngineFixture.SOON)
                .getFirst();
        late.complete(new Outcome.Answered("paid by the first", "scripted", "parrot-1", new Usage(10, 5), Optional.of(PRICE),
                Duration.ofMillis(3), 1, true));
        await().until(() -> !fixture.journal.offers(id).await().atMost(EngineFixture.SOON).isEmpty());
        fixture.journal.release(List.of(claim)).await().atMost(EngineFixture.SOON);

        var second = fixture.process(Agents.thinking());
        second.claimWaiting();
        var result = second.ended(id).result().orElseThrow();

        assertThat(result.status()).isEqualTo(Status.COMPLETED);
        assertThat(result.agentResults().getFirst().content()).isEqualTo("paid by the first");
        assertThat(result.totalCost()).isEqualByComparingTo("0.02");
        assertThat(result.metadata()).doesNotContainKey("stopped_by");
    }

    @Test
    void callsThatFailedInAWayThatCostsCountAsSpent() {
        var agents = new Agents(step -> Uni.createFrom().item(isWork(step) ? EngineFixture.fault(Fault.Code.AGENT_TIMED_OUT)
                : answer(step)));
        var process = fixture.process(agents);

        process.ended(process.submit(cents(4, research(10))));

        assertThat(agents.asked).hasSize(4);
    }

    @Test
    void callsThatCostNothingLeaveTheirRoomToOthers() {
        var agents = new Agents(
                step -> Uni.createFrom().item(isWork(step) && !step.id().equals(StepId.of("belter", 9))
                        ? EngineFixture.fault(Fault.Code.PROVIDER_UNAVAILABLE)
                        : answer(step)));
        var process = fixture.process(agents);

        var result = process.ended(process.submit(cents(2, research(10)))).result().orElseThrow();

        assertThat(agents.asked).hasSize(11);
        assertThat(answered(result)).isEqualTo(1);
    }

    @Test
    void tokensAreLimitedToo() {
        var agents = Agents.thinking();
        var process = fixture.process(agents);

        // an agent may answer with 2000 tokens, but these answer with 5
        var result = process.ended(process.submit(limited(null, 5_000L, research(4)))).result().orElseThrow();
        assertThat(answered(result)).isEqualTo(4);
        assertThat(agents.busiest.get()).isLessThanOrEqualTo(2);

        var none = process.ended(process.submit(limited(null, 100L, research(4)))).result().orElseThrow();
        assertThat(none.status()).isEqualTo(Status.FAILED);
    }

    @Test
    void warningComesOnceWhenFourFifthsAreUsed() {
        var process = fixture.process(Agents.thinking());

        var id = process.submit(cents(14, research(10)));
        process.ended(id);

        var warnings = fixture.entriesOf(id).stream().map(entry -> entry.envelope().event())
                .filter(WorkflowEvent.BudgetWarning.class::isInstance).map(WorkflowEvent.BudgetWarning.class::cast).toList();
        assertThat(warnings).hasSize(1);
        assertThat(warnings.getFirst().usedCost()).isBetween(new BigDecimal("0.112"), new BigDecimal("0.13"));
        assertThat(warnings.getFirst().maxTotalCost()).hasValue(new BigDecimal("0.14"));
    }

    @Test
    void startOfAnAgentTellsWhatIsReservedForIt() {
        var process = fixture.process(Agents.thinking());

        var id = process.submit(cents(14, research(2)));
        process.ended(id);

        assertThat(fixture.entriesOf(id).stream().map(entry -> entry.envelope().event())
                .filter(WorkflowEvent.AgentStart.class::isInstance).map(WorkflowEvent.AgentStart.class::cast))
                .hasSize(2).allSatisfy(start -> assertThat(start.reservedCost()).hasValue(PRICE));
    }

    @Test
    void limitOnTheCostOfAModelWithoutAPriceIsRefused() {
        var unpriced = new EngineFixture.Process(fixture.journal, Agents.eager(), new EngineFixture.Settings(1, 1),
                fixture.clock,
                true, Optional.empty());

        assertThatThrownBy(() -> unpriced.submit(cents(10, research(1))))
                .isInstanceOfSatisfying(FaultException.class, refused -> assertThat(refused.problems()).singleElement()
                        .satisfies(problem -> assertThat(problem.field()).isEqualTo("max_total_cost")));
        assertThat(unpriced.ended(unpriced.submit(limited(null, 50_000L, research(1)))).standing().status())
                .isEqualTo(Status.COMPLETED);
    }

    @Test
    void stoppedWorkflowsAreCounted() {
        var meters = new SimpleMeterRegistry();
        Metrics.addRegistry(meters);
        try {
            var process = fixture.process(Agents.eager());
            process.ended(process.submit(cents(3, research(10))));
            await().untilAsserted(() -> assertThat(
                    meters.get("orchestrator.workflows.stopped").tag("by", "budget").counter().count()).isEqualTo(1));
        } finally {
            Metrics.removeRegistry(meters);
        }
    }

    private static long answered(OrchestratorResult result) {
        return result.agentResults().stream().filter(agent -> agent.status() == Status.COMPLETED).count();
    }

    private static CommonConfig withModel(CommonConfig config) {
        return config.withPrimaryModel("parrot-1").withFallback(List.of());
    }

    private static Request cents(int cents, Request request) {
        return limited(PRICE.multiply(BigDecimal.valueOf(cents)), null, request);
    }

    private static Request limited(@Nullable BigDecimal cost,
            @Nullable Long tokens, Request request) {
        var from = request.config().common();
        var common = new CommonConfig(from.numAgents(), true, true, false, true, 10, from.timeout(), from.workflowTimeout(),
                true, 2,
                true, from.documentFormats(), from.outputDirectory(), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.ofNullable(cost), Optional.ofNullable(tokens), from.priority(), true, Map.of());
        return new Request(request.task(), request.title(), request.config().with(common), request.provider(),
                request.subtasks(), request.context(), request.webhook(), request.idempotencyKey());
    }
}
