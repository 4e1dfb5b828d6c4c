package org.mcporchestrator.workflow.budget;

import java.math.BigDecimal;
import java.util.Collection;

/**
 * What calls cost.
 *
 * @param cost USD
 * @param tokens sent and answered
 */
public record Amount(BigDecimal cost, long tokens) {

    public static final Amount NONE = new Amount(BigDecimal.ZERO, 0);

    public static Amount sum(Collection<Amount> amounts) {
        return amounts.stream().reduce(NONE, Amount::plus);
    }

    public Amount plus(Amount other) {
        return new Amount(cost.add(other.cost), tokens + other.tokens);
    }

    /** What is left of it; never less than nothing. */
    public Amount less(Amount other) {
        return new Amount(cost.subtract(other.cost).max(BigDecimal.ZERO), Math.max(0, tokens - other.tokens));
    }

    /** As dear as the dearer, as many tokens as the longer. */
    public Amount max(Amount other) {
        return new Amount(cost.max(other.cost), Math.max(tokens, other.tokens));
    }
}
