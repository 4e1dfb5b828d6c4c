package org.mcporchestrator.workflow.budget;

import java.math.BigDecimal;
import java.util.Optional;

import org.mcporchestrator.workflow.config.CommonConfig;

/**
 * What a workflow may cost at most; without either limit anything.
 *
 * @param cost USD
 * @param tokens sent and answered
 */
public record Budget(Optional<BigDecimal> cost, Optional<Long> tokens) {

    private static final BigDecimal NEARLY_ALL = new BigDecimal("0.8");

    public static Budget of(CommonConfig config) {
        return new Budget(config.maxTotalCost(), config.maxTotalTokens());
    }

    public boolean limited() {
        return cost.isPresent() || tokens.isPresent();
    }

    public boolean covers(Amount amount) {
        return cost.map(limit -> amount.cost().compareTo(limit) <= 0).orElse(true)
                && tokens.map(limit -> amount.tokens() <= limit).orElse(true);
    }

    /** Whether four fifths of a limit are used up. */
    public boolean nearlyUsedBy(Amount amount) {
        return cost.map(limit -> amount.cost().compareTo(limit.multiply(NEARLY_ALL)) >= 0).orElse(false)
                || tokens.map(limit -> BigDecimal.valueOf(amount.tokens())
                        .compareTo(BigDecimal.valueOf(limit).multiply(NEARLY_ALL)) >= 0).orElse(false);
    }
}
