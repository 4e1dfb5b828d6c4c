package org.mcporchestrator.agent;

import java.math.BigDecimal;
import java.util.Optional;

/** A price as if it was configured. */
public record ListedPrice(BigDecimal prompt, BigDecimal completion, Optional<String> source,
        Optional<String> date) implements PricesConfig.Price {

    /** Of which nobody told where it was found. */
    public ListedPrice(String prompt, String completion) {
        this(new BigDecimal(prompt), new BigDecimal(completion), Optional.empty(), Optional.empty());
    }
}
