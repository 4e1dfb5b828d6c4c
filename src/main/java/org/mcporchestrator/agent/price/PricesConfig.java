package org.mcporchestrator.agent.price;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;

/**
 * What models cost, by the name of the model, instead of what {@code prices.txt} says. A name with dots is quoted:
 * {@code orchestrator.prices."gpt-4.1".prompt=2}.
 */
@ConfigMapping(prefix = "orchestrator.prices")
public interface PricesConfig {

    @WithParentName
    Map<String, Price> models();

    /** The price of one model, in USD per million tokens. What is left out is as published; of other models nothing may be. */
    interface Price {

        /** USD per million tokens that are sent. */
        Optional<BigDecimal> prompt();

        /** USD per million tokens that are answered, those of hidden reasoning included. */
        Optional<BigDecimal> completion();

        /** The page that says so; with a price of one's own, that page is not the published one. */
        Optional<String> source();

        /** When it was looked up there, as {@code 2026-11-23}. */
        Optional<String> date();
    }
}
