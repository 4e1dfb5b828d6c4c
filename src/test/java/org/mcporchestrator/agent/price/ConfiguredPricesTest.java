package org.mcporchestrator.agent.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.mcporchestrator.agent.price.PriceList.Price;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;

/** The prices that come with the server, and settings over them as an operator writes them. */
class ConfiguredPricesTest {

    private static final Map<String, Price> PUBLISHED = PublishedPrices.of("""
            # a remark
            page 2026-11-23 one.example/prices, as of June
            one-4.1 2 8

            page 2026-11-24 two.example/prices
            two-large 0.50 1.50
            """);

    @Test
    void whatIsNotSetIsAsPublished() {
        assertThat(with(Map.of())).isEqualTo(Map.of(
                "one-4.1", price("2", "8", "one.example/prices, as of June", "2026-11-23"),
                "two-large", price("0.50", "1.50", "two.example/prices", "2026-11-24")));
    }

    @Test
    void aPriceOfOnesOwnIsNotSaidToBeFromThePublishedPage() {
        var own = with(Map.of("orchestrator.prices.\"one-4.1\".prompt", "3", "orchestrator.prices.two-large.completion", "9"));

        assertThat(own).isEqualTo(Map.of("one-4.1", ListedPrice.of("3", "8"), "two-large", ListedPrice.of("0.50", "9")));
    }

    @Test
    void whoSetsAPriceMaySayWhereItIsFrom() {
        var own = with(
                Map.of("orchestrator.prices.two-large.prompt", "1", "orchestrator.prices.two-large.source", "our contract",
                        "orchestrator.prices.two-large.date", "2026-12-01"));

        assertThat(own).containsEntry("two-large", price("1", "1.50", "our contract", "2026-12-01"));
    }

    @Test
    void aNewLookAtThePublishedPriceKeepsItsPage() {
        var own = with(Map.of("orchestrator.prices.two-large.date", "2026-12-01"));

        assertThat(own).containsEntry("two-large", price("0.50", "1.50", "two.example/prices", "2026-12-01"));
    }

    @Test
    void anotherModelIsAdded() {
        var own = with(Map.of("orchestrator.prices.three.prompt", "1", "orchestrator.prices.three.completion", "2"));

        assertThat(own).hasSize(3).containsEntry("three", ListedPrice.of("1", "2"));
    }

    @Test
    void anotherModelNeedsBothPrices() {
        assertThatThrownBy(() -> with(Map.of("orchestrator.prices.\"three-1.5\".prompt", "1")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("orchestrator.prices.\"three-1.5\".completion is missing");
    }

    @Test
    void variablesMeanThePublishedModelOfThatName() {
        var builder = new SmallRyeConfigBuilder().withMapping(PricesConfig.class).withSources(new EnvConfigSource(
                Map.of("ORCHESTRATOR_PRICES__TWO_LARGE__PROMPT", "3", "ORCHESTRATOR_PRICES__ONE_4_1__PROMPT", "4"), 300));

        assertThat(with(builder))
                .isEqualTo(Map.of("one-4.1", ListedPrice.of("4", "8"), "two-large", ListedPrice.of("3", "1.50")));
    }

    @Test
    void aFileAndAVariableMayEachSetAPartOfOnePrice() {
        var builder = new SmallRyeConfigBuilder().withMapping(PricesConfig.class).withSources(
                new PropertiesConfigSource(Map.of("orchestrator.prices.\"one-4.1\".prompt", "3"), "file", 100),
                new EnvConfigSource(Map.of("ORCHESTRATOR_PRICES__ONE_4_1__COMPLETION", "12"), 300));

        assertThat(with(builder)).containsEntry("one-4.1", ListedPrice.of("3", "12"));
    }

    @Test
    void noPriceIsNegative() {
        assertThatThrownBy(() -> with(Map.of("orchestrator.prices.two-large.prompt", "-1")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("orchestrator.prices.\"two-large\".prompt is negative");
    }

    @Test
    void everyPublishedPriceHasItsPageAndItsDate() {
        assertThat(PublishedPrices.read()).hasSizeGreaterThan(30).allSatisfy((model, price) -> {
            assertThat(price.source()).as(model).isPresent();
            assertThat(price.date().orElseThrow()).as(model).matches("\\d{4}-\\d\\d-\\d\\d");
            assertThat(price.completion()).as(model).isGreaterThanOrEqualTo(price.prompt()).isPositive();
        });
    }

    private static Map<String, Price> with(Map<String, String> settings) {
        return with(new SmallRyeConfigBuilder().withMapping(PricesConfig.class)
                .withSources(new PropertiesConfigSource(settings, "settings", 100)));
    }

    private static Map<String, Price> with(SmallRyeConfigBuilder builder) {
        return new ConfiguredPrices(PUBLISHED).with(builder.build().getConfigMapping(PricesConfig.class));
    }

    private static Price price(String prompt, String completion, String source, String date) {
        return new Price(new BigDecimal(prompt), new BigDecimal(completion), Optional.of(source), Optional.of(date));
    }
}
