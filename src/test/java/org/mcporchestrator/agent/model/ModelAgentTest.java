package org.mcporchestrator.agent.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.mcporchestrator.workflow.fault.Fault.Code.AGENT_TIMED_OUT;
import static org.mcporchestrator.workflow.fault.Fault.Code.INTERNAL;
import static org.mcporchestrator.workflow.fault.Fault.Code.KEY_REFUSED;
import static org.mcporchestrator.workflow.fault.Fault.Code.NO_PROVIDER;
import static org.mcporchestrator.workflow.fault.Fault.Code.PROVIDER_OVERLOADED;
import static org.mcporchestrator.workflow.fault.Fault.Code.PROVIDER_UNAVAILABLE;
import static org.mcporchestrator.workflow.fault.Fault.Code.REPLY_CUT;
import static org.mcporchestrator.workflow.fault.Fault.Code.REPLY_EMPTY;
import static org.mcporchestrator.workflow.fault.Fault.Code.REQUEST_REFUSED;

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
import org.mcporchestrator.agent.Listener;
import org.mcporchestrator.agent.ModelCall;
import org.mcporchestrator.agent.Permission;
import org.mcporchestrator.agent.Reply;
import org.mcporchestrator.agent.Unlimited;
import org.mcporchestrator.agent.price.ListedPrice;
import org.mcporchestrator.agent.price.PriceList;
import org.mcporchestrator.agent.prompt.Prompts;
import org.mcporchestrator.agent.traffic.Alarm;
import org.mcporchestrator.agent.traffic.Lanes;
import org.mcporchestrator.agent.traffic.LocalLimits;
import org.mcporchestrator.agent.traffic.TimerAlarm;
import org.mcporchestrator.agent.traffic.TrafficConfig;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.config.PatternName;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;
import org.mcporchestrator.workflow.step.Assignment;
import org.mcporchestrator.workflow.step.CallOptions;
import org.mcporchestrator.workflow.step.Charge;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.Step;
import org.mcporchestrator.workflow.step.StepId;
import org.mcporchestrator.workflow.step.Usage;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.LaunchMode;
import io.smallrye.mutiny.Uni;

class ModelAgentTest {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String SECRET = "the secret plan";

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-02T03:04:05Z"));

    private record Waits(Duration firstBackOff, Duration slowestBackOff, double jitter,
            Duration longestRetryAfter) implements RetryConfig {}

    private record Choice(Optional<String> preferred, List<String> order, Optional<List<String>> fallback,
            Duration fallbackAfter) implements ProvidersConfig {}

    private record Breaking(int failures, double rate, int window, Duration open, Duration longestOpen,
            Duration slowAfter) implements TrafficConfig {}

    private ModelAgent agent(FakeProvider... known) {
        return agent(new TimerAlarm(), known);
    }

    private ModelAgent agent(Alarm alarm, FakeProvider... known) {
        var millisecond = Duration.ofMillis(1);
        var choice = new Choice(Optional.empty(), List.of(), Optional.empty(), Duration.ZERO);
        var providers = new ConfiguredProviders(List.of(known), choice, LaunchMode.TEST);
        var breaking = new Breaking(100, 1, 1000, Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofSeconds(30));
        return new ModelAgent(new Prompts(() -> 1000), new Succession(providers, choice),
                new PriceList(Map.of("priced", ListedPrice.of("2", "8"))),
                new Retry(new Waits(millisecond, millisecond, 0, SOON), alarm),
                new Lanes(breaking, new LocalLimits(clock()), (_, wake) -> wake.run(), clock()),
                new CallMeters(meters), clock());
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
                new CallOptions(provider, "asked", 0.7, 100, timeout, 3, List.of("second", "third")));
    }

    private Outcome perform(String model, Function<ModelCall, Uni<Reply>> answer) {
        var usual = step("fake", SOON);
        var options = usual.options();
        var step = new Step(usual.id(), usual.assignment(), new CallOptions("fake", model, options.temperature(),
                options.maxTokens(), options.timeout(), options.attempts(), List.of()));
        return agent(FakeProvider.answering(answer)).perform(step, new Unlimited()).await().atMost(SOON);
    }

    private Outcome perform(Function<ModelCall, Uni<Reply>> answer) {
        return agent(FakeProvider.answering(answer)).perform(step("fake", SOON), new Unlimited()).await().atMost(SOON);
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

        agent(provider).perform(step("fake", SOON), new Unlimited()).await().atMost(SOON);

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
    void aListenerHearsEveryAttempt() {
        var heard = new ArrayList<String>();
        var listener = new Listener() {

            @Override
            public void begun() {
                heard.add("begun");
            }

            @Override
            public void heard(String text) {
                heard.add(text);
            }

            @Override
            public void counted(Usage usage, Optional<BigDecimal> cost) {
                heard.add(usage.completion() + " tokens");
            }
        };
        var provider = FakeProvider.answering(_ -> Listener.to(asked -> {
            asked.heard("text");
            asked.counted(new Usage(1, 2), Optional.empty());
            return heard.size() < 9 ? Uni.createFrom().failure(new FaultException(PROVIDER_UNAVAILABLE, "down"))
                    : Uni.createFrom().item(reply("m", Usage.NONE, Optional.empty()));
        }));

        var _ = Listener.during(agent(provider).perform(step("fake", SOON), new Unlimited()), listener).await().atMost(SOON);

        assertThat(heard).containsExactly("begun", "text", "2 tokens", "begun", "text", "2 tokens", "begun", "text",
                "2 tokens");
    }

    @Test
    void callsWithoutAnAnswerThatAreBilledAreInTheOutcome() {
        var calls = new AtomicInteger();
        var outcome = perform("priced", call -> Listener.to(listener -> switch (calls.incrementAndGet()) {
            case 1 -> cut(listener, "abcdefgh");
            case 2 -> empty(listener, new Usage(1000, 500));
            default -> Uni.createFrom().item(reply("priced", new Usage(1000, 1000), Optional.empty()));
        }));

        assertThat(outcome.attempts()).isEqualTo(3);
        assertThat(outcome.charges()).hasSize(2);
        assertThat(outcome.charges().getFirst()).satisfies(cut -> {
            assertThat(cut.estimated()).isTrue();
            assertThat(cut.usage().prompt()).isPositive();
            assertThat(cut.usage().completion()).isEqualTo(2);
        });
        assertThat(outcome.charges().getLast()).isEqualTo(
                new Charge("fake", "priced", new Usage(1000, 500), Optional.of(new BigDecimal("0.006")), false));
        var cut = outcome.charges().getFirst().cost().orElseThrow();
        assertThat(outcome.totalCost()).hasValueSatisfying(
                cost -> assertThat(cost).isEqualByComparingTo(new BigDecimal("0.016").add(cut)));
        assertThat(meters.get("orchestrator.model.cost.usd").counter().count())
                .isCloseTo(outcome.totalCost().orElseThrow().doubleValue(), within(1e-9));
    }

    private static Uni<Reply> cut(Listener listener, String text) {
        listener.heard(text);
        return Uni.createFrom().failure(new FaultException(REPLY_CUT, "cut"));
    }

    private static Uni<Reply> empty(Listener listener, Usage usage) {
        listener.counted(usage, Optional.empty());
        return Uni.createFrom().failure(new FaultException(REPLY_EMPTY, "empty"));
    }

    @Test
    void whatTheVendorCountedOfADeclinedAnswerIsInTheOutcome() {
        var outcome = perform("priced", call -> Listener.to(listener -> {
            listener.counted(new Usage(1000, 100), Optional.of(new BigDecimal("0.02")));
            return Uni.createFrom().failure(new FaultException(REQUEST_REFUSED, "declined"));
        }));

        assertThat(outcome).isInstanceOf(Outcome.Faulted.class);
        assertThat(outcome.totalCost()).hasValue(new BigDecimal("0.02"));
        assertThat(outcome.totalUsage()).isEqualTo(new Usage(1000, 100));
    }

    @Test
    void errorAfterTheFirstWordIsAnAnswerThatBrokeOffAndTheBudgetHearsOfIt() {
        var heard = new ArrayList<Throwable>();
        var permission = new CountedPermission(5) {

            @Override
            public boolean affordsAfter(Throwable failure) {
                heard.add(failure);
                return false;
            }
        };
        var overloaded = FakeProvider.answering(_ -> Listener.to(listener -> {
            listener.heard("half");
            return Uni.createFrom().failure(
                    new FaultException(Fault.Code.PROVIDER_OVERLOADED, "busy").retryAfter(Duration.ofSeconds(2)));
        }));

        var outcome = agent(overloaded).perform(step("fake", SOON), permission).await().atMost(SOON);

        assertThat(outcome.charges()).hasSize(1);
        assertThat(heard).singleElement().isInstanceOfSatisfying(FaultException.class, cut -> {
            assertThat(cut.fault()).isEqualTo(new Fault(REPLY_CUT, "busy"));
            assertThat(cut.fault().code().mayCost()).isTrue();
            assertThat(cut.retryAfter()).hasValue(Duration.ofSeconds(2));
        });
    }

    @Test
    void callThatIsKnownToEndTheSameWayIsNotRepeatedButTakenElsewhere() {
        var thoughtful = FakeProvider.answering(
                _ -> Uni.createFrom().failure(new FaultException(REPLY_EMPTY, "used up").lasting()));
        var second = new FakeProvider("second", true, false,
                call -> Uni.createFrom().item(reply(call.model(), Usage.NONE, Optional.empty())));

        var outcome = agent(thoughtful, second).perform(step("fake", SOON), new Unlimited()).await().atMost(SOON);

        assertThat(outcome).isInstanceOf(Outcome.Answered.class);
        assertThat(List.of(thoughtful.calls.size(), second.calls.size())).containsExactly(1, 1);
    }

    @Test
    void refusalBeforeAnyWorkIsNotBilled() {
        var refused = perform("priced", _ -> Uni.createFrom().failure(new FaultException(REQUEST_REFUSED, "no such model")));
        var down = perform("priced", _ -> Uni.createFrom().failure(new FaultException(PROVIDER_UNAVAILABLE, "down")));

        assertThat(refused.charges()).isEmpty();
        assertThat(down.charges()).isEmpty();
    }

    @Test
    void aFaultIsAnOutcome() {
        var outcome = perform(_ -> Uni.createFrom().failure(new FaultException(PROVIDER_UNAVAILABLE, "down")));

        assertThat(outcome).isEqualTo(new Outcome.Faulted(new Fault(PROVIDER_UNAVAILABLE, "down"), Duration.ZERO, 3));
    }

    @Test
    void eachAttemptHasItsTimeLimit() {
        var provider = FakeProvider.answering(_ -> Uni.createFrom().nothing());

        var outcome = agent(provider).perform(step("fake", Duration.ofMillis(10)), new Unlimited()).await().atMost(SOON);

        assertThat(((Outcome.Faulted) outcome).fault().code()).isEqualTo(AGENT_TIMED_OUT);
        assertThat(provider.calls).hasSize(3);
    }

    @Test
    void anUnknownProviderIsAnOutcomeWithoutACall() {
        var outcome = agent(FakeProvider.named("fake", true)).perform(step("none", SOON), new Unlimited()).await().atMost(SOON);

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
    void anotherProviderTakesOverWhereTheFirstCannotAnswer() {
        var down = FakeProvider.answering(_ -> Uni.createFrom().failure(new FaultException(PROVIDER_UNAVAILABLE, "down")));
        var refusing = new FakeProvider("second", true, false,
                _ -> Uni.createFrom().failure(new FaultException(KEY_REFUSED, "no")));
        var third = new FakeProvider("third", true, false,
                call -> Uni.createFrom().item(reply(call.model(), Usage.NONE, Optional.empty())));

        var outcome = agent(down, refusing, third).perform(step("fake", SOON), new Unlimited()).await().atMost(SOON);

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Answered.class, answer -> {
            assertThat(answer.provider()).isEqualTo("third");
            assertThat(answer.model()).isEqualTo("third-model");
            assertThat(answer.attempts()).isEqualTo(5);
        });
        assertThat(List.of(down.calls.size(), refusing.calls.size(), third.calls.size())).containsExactly(3, 1, 1);
    }

    @Test
    void whileAProviderPausesAnotherOneTakesOverAtOnce() {
        var pausing = FakeProvider.answering(_ -> Uni.createFrom()
                .failure(new FaultException(PROVIDER_OVERLOADED, "busy").retryAfter(Duration.ofSeconds(4))));
        var second = new FakeProvider("second", true, false,
                call -> Uni.createFrom().item(reply(call.model(), Usage.NONE, Optional.empty())));
        var permission = new CountedPermission(9);

        var outcome = agent(pausing, second).perform(step("fake", SOON), permission).await().atMost(SOON);

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Answered.class,
                answer -> assertThat(answer.provider()).isEqualTo("second"));
        assertThat(permission.retriesLeft).as("no wait for another call of the first").hasValue(9);
    }

    @Test
    void whereNoOtherOneCanTakeOverAPauseIsWaitedForAsLongAsAnAttemptMayTake() {
        var pauses = new AtomicInteger(1);
        var step = step("fake", Duration.ofMinutes(5));
        var pausing = FakeProvider.answering(call -> pauses.getAndDecrement() > 0
                ? Uni.createFrom().failure(new FaultException(PROVIDER_OVERLOADED, "busy").retryAfter(Duration.ofSeconds(90)))
                : Uni.createFrom().item(reply(call.model(), Usage.NONE, Optional.empty())));

        var outcome = agent((_, wake) -> {
            now.updateAndGet(instant -> instant.plusSeconds(91));
            wake.run();
        }, pausing).perform(step, new Unlimited()).await().atMost(SOON);

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Answered.class, answer -> {
            assertThat(answer.attempts()).isEqualTo(2);
            assertThat(answer.took()).isGreaterThanOrEqualTo(Duration.ofSeconds(90));
        });
    }

    @Test
    void aProviderWithoutAKeyDoesNotTakeOver() {
        var down = FakeProvider.answering(_ -> Uni.createFrom().failure(new FaultException(PROVIDER_UNAVAILABLE, "down")));
        var second = FakeProvider.named("second", false);

        var outcome = agent(down, second).perform(step("fake", SOON), new Unlimited()).await().atMost(SOON);

        assertThat(outcome).isEqualTo(new Outcome.Faulted(new Fault(PROVIDER_UNAVAILABLE, "down"), Duration.ZERO, 3));
        assertThat(second.calls).isEmpty();
    }

    @Test
    void aRequestThatIsRefusedIsNotTakenElsewhere() {
        var refusing = FakeProvider.answering(_ -> Uni.createFrom().failure(new FaultException(REQUEST_REFUSED, "no")));
        var second = FakeProvider.named("second", true);

        var outcome = agent(refusing, second).perform(step("fake", SOON), new Unlimited()).await().atMost(SOON);

        assertThat(outcome).isEqualTo(new Outcome.Faulted(new Fault(REQUEST_REFUSED, "no"), Duration.ZERO, 1));
        assertThat(second.calls).isEmpty();
    }

    @Test
    void everyAttemptAsksForPermissionAndEachRetryIsCounted() {
        var provider = FakeProvider.answering(
                _ -> Uni.createFrom().failure(new FaultException(PROVIDER_UNAVAILABLE, "down")));
        var permission = new CountedPermission(1);

        var outcome = agent(provider).perform(step("fake", SOON), permission).await().atMost(SOON);

        assertThat(outcome.attempts()).isEqualTo(2);
        assertThat(permission.asked).hasValue(2);
    }

    @Test
    void callThatTheBudgetHasNoRoomForIsNotRepeatedAndTheFaultSaysWhatWentBefore() {
        var provider = FakeProvider.answering(_ -> Uni.createFrom().failure(new FaultException(Fault.Code.REPLY_CUT, "cut")));
        var permission = new CountedPermission(5) {

            @Override
            public boolean affordsAfter(Throwable failure) {
                return false;
            }
        };

        var outcome = (Outcome.Faulted) agent(provider).perform(step("fake", SOON), permission).await().atMost(SOON);

        assertThat(provider.calls).hasSize(1);
        assertThat(outcome.attempts()).isEqualTo(1);
        assertThat(outcome.fault().code()).isEqualTo(Fault.Code.BUDGET_EXHAUSTED);
        assertThat(outcome.fault().detail()).contains("reply_cut");
    }

    @Test
    void aCallThatIsNotPermittedIsNeverMade() {
        var provider = FakeProvider.named("fake", true);
        var permission = new CountedPermission(0) {

            @Override
            public <T> Uni<T> within(Uni<T> call) {
                return Uni.createFrom().nothing();
            }
        };

        agent(provider).perform(step("fake", SOON), permission).subscribe().with(_ -> {
        }).cancel();

        assertThat(provider.calls).isEmpty();
    }

    @Test
    void callsTokensAndCostAreMeasuredByProviderAndModel() {
        var provider = new FakeProvider("fake", true, false,
                _ -> Uni.createFrom().item(reply("priced", new Usage(10, 5), Optional.of(new BigDecimal("0.25")))));
        var agent = agent(provider);

        agent.perform(step("fake", SOON), new Unlimited()).await().atMost(SOON);

        assertThat(meters.get("orchestrator.model.calls").tags("provider", "fake", "model", "other", "outcome", "answered")
                .timer().count()).isEqualTo(1);
        assertThat(meters.get("orchestrator.model.tokens").tags("provider", "fake", "kind", "prompt").counter().count())
                .isEqualTo(10);
        assertThat(meters.get("orchestrator.model.cost.usd").tags("provider", "fake").counter().count()).isEqualTo(0.25);
    }

    private static class CountedPermission implements Permission {

        private final AtomicInteger asked = new AtomicInteger();
        private final AtomicInteger retriesLeft;

        private CountedPermission(int retries) {
            retriesLeft = new AtomicInteger(retries);
        }

        @Override
        public WorkflowId workflow() {
            return new Unlimited().workflow();
        }

        @Override
        public <T> Uni<T> within(Uni<T> call) {
            return call.onSubscription().invoke(asked::incrementAndGet);
        }

        @Override
        public boolean mayRetry() {
            return retriesLeft.getAndDecrement() > 0;
        }

        @Override
        public boolean affordsAfter(Throwable failure) {
            return true;
        }
    }

    @Test
    void cancellingAbortsTheProvidersCall() {
        var aborted = new AtomicInteger();
        var provider = FakeProvider.answering(
                _ -> Uni.createFrom().emitter(emitter -> emitter.onTermination(aborted::incrementAndGet)));

        agent(provider).perform(step("fake", SOON), new Unlimited()).subscribe().with(_ -> {
        }).cancel();

        assertThat(aborted).hasValue(1);
    }
}
