package org.mcporchestrator.agent.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mcporchestrator.workflow.fault.Fault.Code.AGENT_TIMED_OUT;
import static org.mcporchestrator.workflow.fault.Fault.Code.INTERNAL;
import static org.mcporchestrator.workflow.fault.Fault.Code.NO_PROVIDER;
import static org.mcporchestrator.workflow.fault.Fault.Code.PROVIDER_UNAVAILABLE;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.junit.jupiter.api.Test;
import org.mcporchestrator.agent.ModelCall;
import org.mcporchestrator.agent.PriceList;
import org.mcporchestrator.agent.PricesConfig;
import org.mcporchestrator.agent.Reply;
import org.mcporchestrator.agent.prompt.Prompts;
import org.mcporchestrator.workflow.config.PatternName;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;
import org.mcporchestrator.workflow.step.Assignment;
import org.mcporchestrator.workflow.step.CallOptions;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.Step;
import org.mcporchestrator.workflow.step.StepId;
import org.mcporchestrator.workflow.step.Usage;

import io.quarkus.runtime.LaunchMode;
import io.smallrye.mutiny.Uni;

class ModelAgentTest {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String SECRET = "the secret plan";

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-02T03:04:05Z"));

    private record Waits(Duration firstBackOff, Duration slowestBackOff, double jitter,
            Duration longestRetryAfter) implements RetryConfig {}

    private record Choice(Optional<String> preferred, List<String> order) implements ProvidersConfig {}

    private record Listed(BigDecimal prompt, BigDecimal completion) implements PricesConfig.Price {}

    private ModelAgent agent(FakeProvider provider) {
        var millisecond = Duration.ofMillis(1);
        return new ModelAgent(new Prompts(() -> 1000),
                new ConfiguredProviders(List.of(provider), new Choice(Optional.empty(), List.of()), LaunchMode.TEST),
                new PriceList(() -> Map.of("priced", new Listed(new BigDecimal(2), new BigDecimal(8)))),
                new Retry(new Waits(millisecond, millisecond, 0, SOON)), clock());
    }

    private Clock clock() {
        return new Clock() {

            @Override
            public Instant instant() {
                return now.get();
            }

            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
    }

    private static Step step(String provider, Duration timeout) {
        return new Step(StepId.of("belter", 1),
                new Assignment.Decompose(PatternName.BELTALOWDA, SECRET, 3, List.of(), Map.of()),
                new CallOptions(provider, "asked", 0.7, 100, timeout, 3));
    }

    private Outcome perform(Function<ModelCall, Uni<Reply>> answer) {
        return agent(FakeProvider.answering(answer)).perform(step("fake", SOON)).await().atMost(SOON);
    }

    private static Reply reply(String model, Usage usage, Optional<BigDecimal> cost) {
        return new Reply("text", model, usage, cost);
    }

    @Test
    void anAnswerCarriesWhatTheCallYielded() {
        var outcome = perform(_ -> {
            now.updateAndGet(instant -> instant.plusMillis(1500));
            return Uni.createFrom().item(reply("priced-2026-01-01", new Usage(500_000, 250_000), Optional.empty()));
        });

        assertThat(outcome).isEqualTo(new Outcome.Answered("text", "fake", "priced-2026-01-01", new Usage(500_000, 250_000),
                Optional.of(new BigDecimal("3")), Duration.ofMillis(1500), 1, false));
    }

    @Test
    void theModelIsCalledAsTheStepSays() {
        var provider = FakeProvider.answering(_ -> Uni.createFrom().item(reply("m", Usage.NONE, Optional.empty())));

        agent(provider).perform(step("fake", SOON)).await().atMost(SOON);

        assertThat(provider.calls).singleElement().satisfies(call -> {
            assertThat(call.model()).isEqualTo("asked");
            assertThat(call.temperature()).isEqualTo(0.7);
            assertThat(call.maxTokens()).isEqualTo(100);
            assertThat(call.timeout()).isEqualTo(SOON);
            assertThat(call.prompt().user()).contains(SECRET);
        });
    }

    @Test
    void theProvidersOwnCostGoesBeforeThePriceList() {
        var outcome = perform(_ -> Uni.createFrom().item(reply("priced", new Usage(1, 1), Optional.of(new BigDecimal("0.5")))));

        assertThat(((Outcome.Answered) outcome).cost()).hasValue(new BigDecimal("0.5"));
    }

    @Test
    void anUnknownCostIsEmptyAndNotZero() {
        var unknownModel = perform(_ -> Uni.createFrom().item(reply("other", new Usage(1, 1), Optional.empty())));
        var noUsage = perform(_ -> Uni.createFrom().item(reply("priced", Usage.NONE, Optional.empty())));

        assertThat(((Outcome.Answered) unknownModel).cost()).isEmpty();
        assertThat(((Outcome.Answered) noUsage).cost()).isEmpty();
    }

    @Test
    void attemptsAndWaitsCount() {
        var calls = new AtomicInteger();

        var outcome = perform(_ -> {
            now.updateAndGet(instant -> instant.plusSeconds(1));
            return calls.incrementAndGet() < 3 ? Uni.createFrom().failure(new FaultException(PROVIDER_UNAVAILABLE, "down"))
                    : Uni.createFrom().item(reply("m", Usage.NONE, Optional.empty()));
        });

        assertThat(outcome.attempts()).isEqualTo(3);
        assertThat(outcome.took()).hasSeconds(3);
    }

    @Test
    void aFaultIsAnOutcome() {
        var outcome = perform(_ -> Uni.createFrom().failure(new FaultException(PROVIDER_UNAVAILABLE, "down")));

        assertThat(outcome).isEqualTo(new Outcome.Faulted(new Fault(PROVIDER_UNAVAILABLE, "down"), Duration.ZERO, 3));
    }

    @Test
    void eachAttemptHasItsTimeLimit() {
        var provider = FakeProvider.answering(_ -> Uni.createFrom().nothing());

        var outcome = agent(provider).perform(step("fake", Duration.ofMillis(10))).await().atMost(SOON);

        assertThat(((Outcome.Faulted) outcome).fault().code()).isEqualTo(AGENT_TIMED_OUT);
        assertThat(provider.calls).hasSize(3);
    }

    @Test
    void anUnknownProviderIsAnOutcomeWithoutACall() {
        var outcome = agent(FakeProvider.named("fake", true)).perform(step("none", SOON)).await().atMost(SOON);

        assertThat(outcome).isEqualTo(
                new Outcome.Faulted(new Fault(NO_PROVIDER, "no such provider: none"), Duration.ZERO, 0));
    }

    @Test
    void aDefectIsAnOutcomeAndOneLogLineWithoutPrompt() {
        var logged = new ArrayList<LogRecord>();
        var handler = collector(logged);
        Logger.getLogger("").addHandler(handler);
        try {
            var outcome = perform(call -> {
                throw new IllegalArgumentException("cannot handle: " + call.prompt().user());
            });

            assertThat(((Outcome.Faulted) outcome).fault().code()).isEqualTo(INTERNAL);
            assertThat(((Outcome.Faulted) outcome).fault().detail()).doesNotContain(SECRET);
        } finally {
            Logger.getLogger("").removeHandler(handler);
        }
        assertThat(logged).singleElement().satisfies(line -> {
            assertThat(line.getLevel().intValue()).isGreaterThanOrEqualTo(Level.SEVERE.intValue());
            assertThat(line.getThrown()).hasMessage("java.lang.IllegalArgumentException").hasNoCause();
            assertThat(line.getMessage()).doesNotContain(SECRET);
        });
    }

    private static Handler collector(List<LogRecord> logged) {
        return new Handler() {

            @Override
            public void publish(LogRecord line) {
                logged.add(line);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    @Test
    void cancellingAbortsTheProvidersCall() {
        var aborted = new AtomicInteger();
        var provider = FakeProvider.answering(
                _ -> Uni.createFrom().emitter(emitter -> emitter.onTermination(aborted::incrementAndGet)));

        agent(provider).perform(step("fake", SOON)).subscribe().with(_ -> {
        }).cancel();

        assertThat(aborted).hasValue(1);
    }
}
