package org.mcporchestrator.agent.price;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.mcporchestrator.agent.price.PriceList.Price;

import io.quarkus.runtime.configuration.ConfigurationException;

/** Lays what is configured over what is published. */
final class ConfiguredPrices {

    /** What the name of a variable cannot have, and what arrives instead: {@code ORCHESTRATOR_PRICES__GPT_4O__PROMPT}. */
    private static final Pattern UNSPEAKABLE = Pattern.compile("[^a-z0-9]");
    private static final String DOT = ".";

    private final Map<String, Price> published;
    private final Map<String, String> spoken;

    ConfiguredPrices(Map<String, Price> published) {
        this.published = published;
        this.spoken = published.keySet().stream()
                .collect(Collectors.toMap(name -> UNSPEAKABLE.matcher(name).replaceAll(DOT), name -> name));
    }

    /**
     * Throws if a model whose price nobody published lacks half of it, or a price is negative. A file and a variable may each
     * set a part of one model's price, under names of their own.
     */
    Map<String, Price> with(PricesConfig config) {
        var all = new HashMap<>(published);
        config.models().forEach((key, price) -> {
            var model = published.containsKey(key) ? key : spoken.getOrDefault(key, key);
            all.put(model, price(model, price, Optional.ofNullable(all.get(model))));
        });
        return Map.copyOf(all);
    }

    /** Where a price was found is said of that price alone. */
    private static Price price(String model, PricesConfig.Price configured, Optional<Price> known) {
        var told = configured.prompt().isPresent() || configured.completion().isPresent() ? Optional.<Price> empty() : known;
        return new Price(
                complete(model, "prompt", configured.prompt().or(() -> known.map(Price::prompt))),
                complete(model, "completion", configured.completion().or(() -> known.map(Price::completion))),
                configured.source().or(() -> told.flatMap(Price::source)),
                configured.date().or(() -> told.flatMap(Price::date)));
    }

    private static BigDecimal complete(String model, String part, Optional<BigDecimal> price) {
        var setting = "orchestrator.prices.\"" + model + "\"." + part;
        var told = price.orElseThrow(() -> new ConfigurationException(
                setting + " is missing: a model that is not among those of prices.txt needs both prices"));
        if (told.signum() < 0) {
            throw new ConfigurationException(setting + " is negative: give USD per million tokens, 0 or more");
        }
        return told;
    }
}
