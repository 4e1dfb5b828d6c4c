package org.mcporchestrator.agent.price;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.mcporchestrator.workflow.step.Usage;

import io.quarkus.runtime.Startup;

/**
 * What calls cost by the vendors' list prices. An unknown cost is empty, never zero. Read at the start, so that a wrong setting
 * ends it.
 */
@Startup
@Singleton
public class PriceList {

    /** What vendors append to the name of a model to name one edition of it: a date, or {@code latest}. */
    private static final Pattern EDITION = Pattern.compile("\\d{4}|\\d{4}-\\d{2}-\\d{2}|\\d{6}|\\d{8}|latest");
    private static final int MILLION = 6;

    private final Map<String, Price> prices;

    @Inject
    PriceList(PricesConfig config) {
        this(new ConfiguredPrices(PublishedPrices.read()).with(config));
    }

    public PriceList(Map<String, Price> prices) {
        this.prices = Map.copyOf(prices);
    }

    /**
     * What a model costs.
     *
     * @param prompt USD per million tokens that are sent
     * @param completion USD per million tokens that are answered
     * @param source the page that says so; empty if nobody told
     * @param date when it was looked up there, as {@code 2026-11-23}
     */
    public record Price(BigDecimal prompt, BigDecimal completion, Optional<String> source, Optional<String> date) {}

    /** USD for these tokens; empty if nobody knows the model's price, or nobody counted the tokens. */
    public Optional<BigDecimal> cost(String model, Usage usage) {
        return usage.equals(Usage.NONE) ? Optional.empty() : of(model).map(price -> cost(price, usage));
    }

    /** USD for these tokens at the dearest of all known prices; nothing if there is none. */
    public BigDecimal dearest(Usage usage) {
        return prices.values().stream().map(price -> cost(price, usage)).reduce(BigDecimal.ZERO, BigDecimal::max);
    }

    private static BigDecimal cost(Price price, Usage usage) {
        return price.prompt().multiply(BigDecimal.valueOf(usage.prompt()))
                .add(price.completion().multiply(BigDecimal.valueOf(usage.completion())))
                .movePointLeft(MILLION)
                .stripTrailingZeros();
    }

    /** The model's own price, else that of the longest name of which it is an edition; empty if nobody knows it. */
    public Optional<Price> of(String model) {
        var price = Optional.ofNullable(prices.get(model));
        for (var dash = model.lastIndexOf('-'); price.isEmpty() && dash > 0; dash = model.lastIndexOf('-', dash - 1)) {
            if (EDITION.matcher(model.substring(dash + 1)).matches()) {
                price = Optional.ofNullable(prices.get(model.substring(0, dash)));
            }
        }
        return price;
    }
}
