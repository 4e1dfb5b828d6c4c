package org.mcporchestrator.analytics;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;

/**
 * How long the ended and kept workflows took, and how many of them reached their end.
 *
 * @param workflows at least one; failed and cancelled ones included
 * @param completed of them, neither failed nor cancelled
 */
public record Performance(long workflows, long completed, Duration total, Duration shortest, Duration longest) {

    public Duration average() {
        return total.dividedBy(workflows);
    }

    /** Percent of the workflows. */
    public BigDecimal successRate() {
        return BigDecimal.valueOf(100 * completed).divide(BigDecimal.valueOf(workflows), MathContext.DECIMAL64);
    }
}
