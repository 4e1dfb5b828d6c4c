package org.mcporchestrator.analytics;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * What a number of workflows took.
 *
 * @param cost USD, of all steps whose price is known
 * @param workflows that ended, however
 */
public record Spending(BigDecimal cost, long tokens, long workflows) {

    public static final Spending NONE = new Spending(BigDecimal.ZERO, 0, 0);

    public Spending plus(Spending other) {
        return new Spending(cost.add(other.cost), tokens + other.tokens, workflows + other.workflows);
    }

    /** USD per workflow, failed and cancelled ones included; zero if there is none. */
    public BigDecimal average() {
        return workflows == 0 ? BigDecimal.ZERO : cost.divide(BigDecimal.valueOf(workflows), MathContext.DECIMAL64);
    }
}
