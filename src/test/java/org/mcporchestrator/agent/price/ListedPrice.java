package org.mcporchestrator.agent.price;

import java.math.BigDecimal;
import java.util.Optional;

import org.mcporchestrator.agent.price.PriceList.Price;

/** Prices of which nobody told where they were found. */
public final class ListedPrice {

    private ListedPrice() {}

    public static Price of(String prompt, String completion) {
        return new Price(new BigDecimal(prompt), new BigDecimal(completion), Optional.empty(), Optional.empty());
    }
}
