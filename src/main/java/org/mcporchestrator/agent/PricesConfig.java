package org.mcporchestrator.agent;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;

/** What models cost, by the name of the model. A name with dots is quoted: {@code orchestrator.prices."gpt-4.1".prompt=2}. */
@ConfigMapping(prefix = "orchestrator.prices")
public interface PricesConfig {

    @WithParentName
    Map<String, Price> models();

    /** The price of one model, in USD per million tokens. */
    interface Price {

        /** USD per million tokens that are sent. */
        BigDecimal prompt();

        /** USD per million tokens that are answered, those of hidden reasoning included. */
        BigDecimal completion();

        /** The page that says so. */
        Optional<String> source();

        /** When it was looked up there, as {@code 2026-11-23}. */
        Optional<String> date();
    }
}
