package org.mcporchestrator.agent.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mcporchestrator.workflow.fault.Fault.Code.PROVIDER_OVERLOADED;
import static org.mcporchestrator.workflow.fault.Fault.Code.PROVIDER_UNAVAILABLE;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.mcporchestrator.TestClock;
import org.mcporchestrator.agent.Capacity;
import org.mcporchestrator.agent.ModelCall;
import org.mcporchestrator.agent.Provider;
import org.mcporchestrator.agent.ProviderFamily;
import org.mcporchestrator.agent.Reply;
import org.mcporchestrator.agent.TestVendor;
import org.mcporchestrator.agent.Unlimited;
import org.mcporchestrator.agent.price.PriceList;
import org.mcporchestrator.agent.prompt.Prompts;
import org.mcporchestrator.agent.traffic.Lane;
import org.mcporchestrator.agent.traffic.Lanes;
import org.mcporchestrator.agent.traffic.Limit;
import org.mcporchestrator.agent.traffic.LocalLimits;
import org.mcporchestrator.agent.traffic.TestAlarm;
import org.mcporchestrator.pattern.Move;
import org.mcporchestrator.pattern.Pattern;
import org.mcporchestrator.workflow.Submission;
import org.mcporchestrator.workflow.Workflow;
import org.mcporchestrator.workflow.config.BeltalowdaConfig;
import org.mcporchestrator.workflow.fault.FaultException;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.Step;
import org.mcporchestrator.workflow.step.StepId;
import org.mcporchestrator.workflow.step.Usage;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.LaunchMode;
import io.smallrye.mutiny.Uni;

/**
 * A hundred workflows at a provider that fails in bursts, all in a time that the test lets pass: the same figures every run.
 */
class BurstsTest {

    private static final int WORKFLOWS = 100;
    /** Decomposition, eight workers, two drummers, camina. */
    private static final int CALLS_OF_A_WORKFLOW = 12;
    private static final Duration BETWEEN_BURSTS = Duration.ofSeconds(20);
    private static final Duration BURST = Duration.ofSeconds(5);

    private final TestClock clock = new TestClock();
    private final TestAlarm alarm = new TestAlarm(clock);
    private final Vendor vendor = new Vendor();
    private final Lanes lanes = new Lanes(Limit.USUAL, new LocalLimits(clock), alarm, clock);
    private final ModelAgent agent = agent();
    private final List<Workflow> finished = new ArrayList<>();

    private record Waits(Duration firstBackOff, Duration slowestBackOff, double jitter,
            Duration longestRetryAfter) implements RetryConfig {}

    private record Choice(Optional<String> preferred, List<String> order, Optional<List<String>> fallback,
            Duration fallbackAfter) implements ProvidersConfig {}

    /** Answers within seconds; in a burst it refuses at once, in every second one telling when to come back. */
    private final class Vendor implements TestVendor, ProviderFamily {

        private int calls;
        private int refused;
        private int whileClosed;

        private Optional<Instant> burstEnds(Instant now) {
            var cycle = BETWEEN_BURSTS.plus(BURST).toMillis();
            var into = Duration.between(TestClock.START, now).toMillis() % cycle;
            return into < BETWEEN_BURSTS.toMillis() ? Optional.empty() : Optional.of(now.plusMillis(cycle - into));
        }

        private boolean tells(Instant now) {
            return Duration.between(TestClock.START, now).dividedBy(BETWEEN_BURSTS.plus(BURST)) % 2 == 1;
        }

        @Override
        public Uni<Reply> complete(ModelCall call) {
            calls++;
            whileClosed += lane().health().openUntil().isPresent() ? 1 : 0;
            var latency = Duration.ofMillis(800 + Math.floorMod(call.prompt().hashCode(), 2000));
            return burstEnds(clock.instant()).map(this::refusal)
                    .orElseGet(() -> Uni.createFrom().emitter(
                            answer -> alarm.after(latency, () -> answer.complete(reply(call)))));
        }

        private Uni<Reply> refusal(Instant end) {
            refused++;
            var now = clock.instant();
            var fault = tells(now)
                    ? new FaultException(PROVIDER_OVERLOADED, "busy").retryAfter(Duration.between(now, end))
                    : new FaultException(PROVIDER_UNAVAILABLE, "down");
            return Uni.createFrom().emitter(answer -> alarm.after(Duration.ofMillis(50), () -> answer.fail(fault)));
        }

        private Reply reply(ModelCall call) {
            var list = IntStream.rangeClosed(1, 8).mapToObj(part -> part + ". Part " + part).toList();
            return new Reply(String.join("\n", list), call.model(), new Usage(10, 5), Optional.of(BigDecimal.ONE));
        }

        @Override
        public Capacity capacity() {
            return new Capacity(32, 0);
        }

        @Override
        public List<Provider> providers() {
            return List.of(this);
        }
    }

    private ModelAgent agent() {
        var choice = new Choice(Optional.empty(), List.of(), Optional.empty(), Duration.ofSeconds(5));
        var providers = new ConfiguredProviders(List.of(vendor), choice, LaunchMode.NORMAL);
        var waits = new Waits(Duration.ofMillis(500), Duration.ofSeconds(20), 0.5, Duration.ofMinutes(1));
        return new ModelAgent(new Prompts(() -> 240_000), new Succession(providers, choice), new PriceList(Map.of()),
                new Retry(waits, alarm, () -> 0.5), lanes, new CallMeters(new SimpleMeterRegistry()), clock);
    }

    private Lane lane() {
        return lanes.to(vendor);
    }

    private void submit(int number) {
        var config = BeltalowdaConfig.defaults();
        var submission = new Submission(org.mcporchestrator.workflow.WorkflowId.random(config.pattern()), "Task " + number,
                "Title", config.with(config.common().withPrimaryModel("model").withFallback(List.of())), "vendor", List.of(),
                Map.of(), Optional.empty(), clock.instant());
        goOn(Workflow.begin(submission), new Unlimited(submission.id()));
    }

    /** As the engine does: plan, perform what can be performed, plan again. */
    private void goOn(Workflow workflow, Unlimited permission) {
        switch (Pattern.named(workflow.submission().pattern()).next(workflow)) {
            case Move.Perform(var _, var steps) -> perform(workflow, steps, permission);
            case Move.Finish _ -> finished.add(workflow);
            case Move.Fail(var fault) -> throw new AssertionError(fault);
        }
    }

    private void perform(Workflow workflow, List<Step> steps, Unlimited permission) {
        var outcomes = new HashMap<StepId, Outcome>();
        steps.forEach(step -> agent.perform(step, permission).subscribe().with(outcome -> {
            outcomes.put(step.id(), outcome);
            if (outcomes.size() == steps.size()) {
                goOn(workflow.after(outcomes), permission);
            }
        }));
    }

    @Test
    void aHundredWorkflowsFinishWithFewCallsInVain() {
        IntStream.range(0, WORKFLOWS).forEach(this::submit);
        while (finished.size() < WORKFLOWS && alarm.next()) {
            assertThat(Duration.between(TestClock.START, clock.instant())).isLessThan(Duration.ofHours(1));
        }

        var least = WORKFLOWS * CALLS_OF_A_WORKFLOW;
        assertThat(finished).hasSize(WORKFLOWS)
                .allSatisfy(workflow -> assertThat(workflow.outcomes().values()).hasSize(CALLS_OF_A_WORKFLOW)
                        .allMatch(Outcome.Answered.class::isInstance));
        assertThat(vendor.refused).as("calls in bursts").isPositive();
        assertThat(vendor.whileClosed).as("calls while the breaker was open or a pause ran").isZero();
        assertThat(vendor.calls).isLessThanOrEqualTo((int) (least * 1.3));
    }
}
