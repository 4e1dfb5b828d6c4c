package org.mcporchestrator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mcporchestrator.engine.EngineFixture.answer;
import static org.mcporchestrator.engine.EngineFixture.isWork;
import static org.mcporchestrator.engine.EngineFixture.research;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mcporchestrator.engine.EngineFixture.Agents;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.StepId;
import org.mcporchestrator.workflow.step.Usage;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;

/** What a driver has paid for and cannot record any more is not paid again. */
class SalvageTest {

    private static final StepId FIRST = StepId.of("belter", 0);

    private final EngineFixture fixture = new EngineFixture();
    private final CompletableFuture<Outcome> late = new CompletableFuture<>();
    private final Agents pausedAgents = new Agents(step -> step.id().equals(FIRST) ? Uni.createFrom().completionStage(late)
            : isWork(step) ? Uni.createFrom().nothing() : Uni.createFrom().item(answer(step)));

    private final MeterRegistry meters = new SimpleMeterRegistry();

    @BeforeEach
    void measure() {
        Metrics.addRegistry(meters);
    }

    @AfterEach
    void measureNoMore() {
        Metrics.removeRegistry(meters);
    }

    @Test
    void driverThatPerformsTheSameStepCallsItOffAndTakesThePaidAnswer() {
        var paused = fixture.process(pausedAgents);
        var id = submitted(paused);
        var agents = new Agents(step -> step.id().equals(FIRST) ? Uni.createFrom().nothing()
                : Uni.createFrom().item(answer(step)));
        var driver = takenOver(agents);
        await().until(() -> agents.asked.contains(FIRST));

        late.complete(paid("paid by the first"));
        driver.drivers.offered(id);
        var result = driver.ended(id).result().orElseThrow();

        assertThat(result.status()).isEqualTo(Status.COMPLETED);
        assertThat(result.agentResults().getFirst().content()).isEqualTo("paid by the first");
        assertThat(result.agentResults().getFirst().cost()).hasValue(new BigDecimal("0.75"));
        assertThat(agents.calledOff).containsExactly(FIRST);
        assertThat(fixture.eventsOf(id).stream().filter("agent_complete"::equals)).hasSize(2);
    }

    @Test
    void nextDriverDoesNotBeginAStepForWhichThereIsAPaidAnswer() {
        var paused = fixture.process(pausedAgents);
        var id = submitted(paused);
        var dead = new Agents(_ -> Uni.createFrom().nothing());
        var _ = takenOver(dead);
        late.complete(paid("paid by the first"));
        var agents = Agents.eager();

        var result = takenOver(agents).ended(id).result().orElseThrow();

        assertThat(result.agentResults().getFirst().content()).isEqualTo("paid by the first");
        assertThat(agents.asked).doesNotContain(FIRST).contains(StepId.of("belter", 1));
    }

    @Test
    void paidAnswerToAStepThatIsDoneIsCountedAsWasted() {
        var paused = fixture.process(pausedAgents);
        var id = submitted(paused);
        takenOver(Agents.eager()).ended(id);

        late.complete(paid("too late"));

        assertThat(fixture.journal.result(id).await().atMost(EngineFixture.SOON).orElseThrow().agentResults().getFirst()
                .content()).isEqualTo("Answer to Part 1");
        assertThat(meters.counter("orchestrator.steps.wasted.cost").count()).isEqualTo(0.75);
    }

    private WorkflowId submitted(EngineFixture.Process process) {
        var id = process.submit(research(2));
        await().until(() -> pausedAgents.busy.get() == 2);
        return id;
    }

    private EngineFixture.Process takenOver(Agents agents) {
        var process = fixture.process(agents);
        fixture.clock.pass(Duration.ofSeconds(6));
        process.claimWaiting();
        return process;
    }

    private static Outcome paid(String content) {
        return new Outcome.Answered(content, "scripted", "parrot-1", new Usage(1, 2), Optional.of(new BigDecimal("0.75")),
                Duration.ofSeconds(1), 1, true);
    }
}
