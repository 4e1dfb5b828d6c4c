package org.mcporchestrator.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mcporchestrator.agent.Agent;
import org.mcporchestrator.agent.Provider;
import org.mcporchestrator.agent.Providers;
import org.mcporchestrator.agent.Unlimited;
import org.mcporchestrator.agent.price.PriceList;
import org.mcporchestrator.api.http.v1.OwnVendors;
import org.mcporchestrator.workflow.config.PatternName;
import org.mcporchestrator.workflow.step.Assignment;
import org.mcporchestrator.workflow.step.CallOptions;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.Step;
import org.mcporchestrator.workflow.step.StepId;
import org.mcporchestrator.workflow.step.Usage;

import io.quarkus.arc.DefaultBean;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** The beans and the properties as they are delivered. */
@QuarkusTest
@Tag("application")
@TestProfile(OwnVendors.class)
class ProvidersTest {

    @Singleton
    static class Time {

        @Produces
        @Singleton
        @DefaultBean
        Clock clock() {
            return Clock.systemUTC();
        }
    }

    @Inject
    Providers providers;

    @Inject
    PriceList prices;

    @Inject
    Agent agent;

    @Test
    void allProvidersAreThereInOrder() {
        assertThat(providers.all()).extracting(Provider::name).containsExactly("xai", "openai", "anthropic", "gemini",
                "mistral", "groq", "cohere", "perplexity", "ollama", "scripted");
        assertThat(providers.all()).extracting(Provider::defaultModel).containsExactly("grok-4.3", "gpt-6-luna",
                "claude-sonnet-4-6", "gemini-2.5-pro", "mistral-large-2512", "llama-3.3-70b-versatile",
                "command-a-03-2025", "sonar-pro", "llama3.2", "scripted");
    }

    @Test
    void testsNeverCallAVendor() {
        assertThat(providers.preferred()).map(Provider::name).hasValue("scripted");
    }

    @Test
    void aVendorIsConfiguredByItsKey() {
        assertThat(providers.named("anthropic")).hasValueSatisfying(anthropic -> assertThat(anthropic.configured()).isFalse());
        assertThat(providers.named("xai")).hasValueSatisfying(xai -> {
            assertThat(xai.configured()).isTrue();
            assertThat(xai.toString()).doesNotContain("xai-second-variable");
        });
    }

    @Test
    void pricesAreListedForModelsWithDotsAndDashes() {
        assertThat(prices.cost("gpt-4.1-mini-2025-04-14", new Usage(1_000_000, 1_000_000))).hasValue(new BigDecimal("2"));
        assertThat(prices.cost("grok-4.3", new Usage(1_000_000, 1_000_000))).hasValue(new BigDecimal("3.75"));
    }

    @Test
    void everyPriceTellsItsPageAndItsDate() {
        assertThat(providers.all()).flatMap(Provider::models).filteredOn(model -> prices.of(model).isPresent())
                .hasSizeGreaterThan(20)
                .allSatisfy(model -> assertThat(prices.of(model)).hasValueSatisfying(price -> {
                    assertThat(price.source().orElseThrow()).contains(".", "/");
                    assertThat(LocalDate.parse(price.date().orElseThrow())).isAfter(LocalDate.of(2026, 1, 1));
                }));
    }

    @Test
    void everyModelThatIsOfferedHasAPriceAndNoneIsRetired() {
        assertThat(List.of("xai", "openai")).flatMap(name -> providers.named(name).orElseThrow().models())
                .allMatch(model -> prices.cost(model, new Usage(1, 1)).isPresent())
                .doesNotContain("grok-4", "grok-4-fast", "grok-3", "grok-3-mini", "o3-mini", "o4-mini", "gpt-4.1-nano");
    }

    @Test
    void everyDefaultModelHasAPriceUnlessItsProviderTellsTheCost() {
        assertThat(providers.all()).filteredOn(provider -> !List.of("ollama", "scripted").contains(provider.name()))
                .allSatisfy(provider -> assertThat(prices.cost(provider.defaultModel(), new Usage(1, 1)))
                        .as(provider.defaultModel()).isPresent());
        assertThat(prices.cost("command-a-03-2025", new Usage(1_000_000, 1_000_000))).hasValue(new BigDecimal("12.5"));
        assertThat(prices.cost("claude-sonnet-4-5-20250929", new Usage(1_000_000, 1_000_000))).hasValue(new BigDecimal("18"));
        assertThat(prices.cost("gemini-9-ultra", new Usage(1, 1))).isEmpty();
    }

    @Test
    void aStepIsPerformedByTheScript() {
        var outcome = agent.perform(new Step(StepId.of("decomposition", 0),
                new Assignment.Decompose(PatternName.SWARM, "solar panels", 3, List.of("news", "product"), Map.of()),
                new CallOptions("scripted", "scripted", 0.6, 800, Duration.ofSeconds(5), 1, List.of())), new Unlimited())
                .await().atMost(Duration.ofSeconds(10));

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Answered.class, answer -> {
            assertThat(answer.simulated()).isTrue();
            assertThat(answer.cost()).hasValue(BigDecimal.ZERO);
            assertThat(answer.content()).startsWith("[simulated] ").contains("\n1. [news] ", "\n2. [product] ", "\n3. [news] ")
                    .contains("solar panels").doesNotContain("\n4.");
        });
    }
}
