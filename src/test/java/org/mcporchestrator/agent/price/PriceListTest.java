package org.mcporchestrator.agent.price;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcporchestrator.workflow.step.Usage;

class PriceListTest {

    private final PriceList prices = new PriceList(Map.of(
            "gpt-4.1", ListedPrice.of("2", "8"),
            "gpt-4.1-mini", ListedPrice.of("0.40", "1.60"),
            "free", ListedPrice.of("0", "0")));

    @Test
    void promptAndCompletionHaveTheirOwnPrices() {
        assertThat(prices.cost("gpt-4.1", new Usage(1_000_000, 500_000))).hasValue(new BigDecimal("6"));
        assertThat(prices.cost("gpt-4.1", new Usage(1, 1))).hasValue(new BigDecimal("0.00001"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "gpt-4.1-mini-2025-04-14", "gpt-4.1-mini-20250414", "gpt-4.1-mini-0414", "gpt-4.1-mini-latest" })
    void anEditionCostsWhatItsModelCosts(String edition) {
        assertThat(prices.cost(edition, new Usage(1_000_000, 0)).orElseThrow()).isEqualByComparingTo("0.4");
    }

    @ParameterizedTest
    @ValueSource(strings = { "gpt-4", "gpt-4.1-pro", "gpt-4.1-mini-pro", "gpt-4.12", "llama3.1", "", "-", "gpt-4.1-2" })
    void anotherModelIsNoEditionAndHasNoCost(String model) {
        assertThat(prices.cost(model, new Usage(10, 10))).isEmpty();
    }

    @Test
    void tokensThatNobodyCountedHaveNoCost() {
        assertThat(prices.cost("gpt-4.1", Usage.NONE)).isEmpty();
    }

    @Test
    void aPriceOfZeroIsACost() {
        assertThat(prices.cost("free", new Usage(10, 10)).orElseThrow()).isEqualByComparingTo("0");
    }
}
