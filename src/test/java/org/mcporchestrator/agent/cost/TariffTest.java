package org.mcporchestrator.agent.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.mcporchestrator.agent.Prompt;
import org.mcporchestrator.agent.Provider;
import org.mcporchestrator.agent.Providers;
import org.mcporchestrator.agent.TestVendor;
import org.mcporchestrator.agent.price.ListedPrice;
import org.mcporchestrator.agent.price.PriceList;
import org.mcporchestrator.agent.prompt.Prompts;
import org.mcporchestrator.workflow.Submission;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.config.BeltalowdaConfig;
import org.mcporchestrator.workflow.config.PatternName;
import org.mcporchestrator.workflow.step.AgentType;
import org.mcporchestrator.workflow.step.Assignment;
import org.mcporchestrator.workflow.step.CallOptions;
import org.mcporchestrator.workflow.step.Step;
import org.mcporchestrator.workflow.step.StepId;

class TariffTest {

    private static final PriceList PRICES = new PriceList(
            Map.of("cheap", ListedPrice.of("1", "4"), "dear", ListedPrice.of("1", "40")));
    private static final Vendor CHEAP = new Vendor("first", "cheap", true, Optional.empty(), 0);
    private static final Vendor DEAR = new Vendor("second", "dear", true, Optional.empty(), 0);

    private final Prompts prompts = new Prompts(() -> 240_000);

    @Test
    void callCostsItsWholePromptAndTheLongestAnswer() {
        var step = step("first", "cheap", 1_000);

        var amount = tariff(CHEAP).of(step);

        var prompt = TokenBound.of(prompts.of(step.assignment()));
        assertThat(prompt).isGreaterThan(prompts.of(step.assignment()).tokens());
        assertThat(amount.tokens()).isEqualTo(prompt + 1_000);
        assertThat(amount.cost()).isEqualByComparingTo(BigDecimal.valueOf(prompt + 4 * 1_000).movePointLeft(6));
    }

    @Test
    void dearestOfThoseWhoMayAnswerCounts() {
        var alone = tariff(CHEAP, DEAR).of(step("first", "cheap", 1_000));
        var both = tariff(CHEAP, DEAR).of(step("first", "cheap", 1_000, "second"));

        assertThat(both.cost()).isGreaterThan(alone.cost().multiply(BigDecimal.valueOf(5)));
        assertThat(tariff(CHEAP, new Vendor("second", "dear", false, Optional.empty(), 0))
                .of(step("first", "cheap", 1_000, "second"))).as("one without a key never answers").isEqualTo(alone);
    }

    @Test
    void whatAProviderMayThinkBeyondTheAnswerCounts() {
        var thinker = new Vendor("first", "cheap", true, Optional.empty(), 1_024);

        assertThat(tariff(thinker).of(step("first", "cheap", 1_000)).tokens())
                .isEqualTo(tariff(CHEAP).of(step("first", "cheap", 1_000)).tokens() + 1_024);
    }

    @Test
    void flatPriceGoesBeforeTheList() {
        var free = new Vendor("first", "cheap", true, Optional.of(BigDecimal.ZERO), 0);

        assertThat(tariff(free).of(step("first", "cheap", 1_000)).cost()).isEqualByComparingTo("0");
        assertThat(tariff(free).unpriced(submission("unheard-of", List.of()))).isEmpty();
    }

    @Test
    void modelsWithoutAPriceAreNamedThoseThatTakeOverAmongThem() {
        var unknown = new Vendor("second", "mystery", true, Optional.empty(), 0);

        assertThat(tariff(CHEAP, unknown).unpriced(submission("cheap", List.of()))).isEmpty();
        assertThat(tariff(CHEAP, unknown).unpriced(submission("other", List.of("second")))).containsExactly("other", "mystery");
    }

    @Test
    void whereAPriceIsNotKnownAnyMoreTheDearestStandsIn() {
        var step = step("first", "forgotten", 1_000);

        assertThat(tariff(CHEAP).of(step).cost()).isEqualByComparingTo(tariff(DEAR).of(step("second", "dear", 1_000)).cost());
    }

    @Test
    void scriptsThatTakeMoreTokensThanEnglishAreCountedByTheirBytes() {
        assertThat(new Prompt("", "abcdefgh").tokens()).isEqualTo(2);
        assertThat(new Prompt("", "天空为什么是蓝色").tokens()).isEqualTo(6);
    }

    private Tariff tariff(Vendor... vendors) {
        return new Tariff(prompts, new Known(List.of(vendors)), PRICES);
    }

    private static Step step(String provider, String model, int tokens, String... fallback) {
        return new Step(new StepId("camina"),
                new Assignment.Synthesise(PatternName.BELTALOWDA, "Why?", AgentType.EXECUTIVE, List.of(), false),
                new CallOptions(provider, model, 0.5, tokens, Duration.ofSeconds(1), 3, List.of(fallback)));
    }

    private static Submission submission(String model, List<String> fallback) {
        var defaults = BeltalowdaConfig.defaults();
        return new Submission(WorkflowId.random(PatternName.BELTALOWDA), "Why?", "Sky",
                defaults.with(defaults.common().withPrimaryModel(model).withFallback(fallback)), "first", List.of(), Map.of(),
                Optional.empty(), Instant.EPOCH);
    }

    private record Known(List<Vendor> vendors) implements Providers {

        @Override
        public List<Provider> all() {
            return List.copyOf(vendors);
        }

        @Override
        public Optional<Provider> named(String name) {
            return all().stream().filter(vendor -> vendor.name().equals(name)).findFirst();
        }

        @Override
        public Optional<Provider> preferred() {
            return all().stream().findFirst();
        }
    }

    private record Vendor(String name, String defaultModel, boolean configured, Optional<BigDecimal> flatPrice,
            int thoughts) implements TestVendor {

        @Override
        public int room(String model) {
            return thoughts;
        }
    }
}
