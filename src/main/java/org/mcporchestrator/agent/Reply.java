package org.mcporchestrator.agent;

import java.math.BigDecimal;
import java.util.Optional;

import org.mcporchestrator.workflow.step.Usage;

/**
 * What a model answered.
 *
 * @param model as the provider reports it
 * @param cost USD, if the provider reports one; otherwise the price list decides
 */
public record Reply(String content, String model, Usage usage, Optional<BigDecimal> cost) {

    @Override
    public String toString() {
        return "Reply[%d characters, %s]".formatted(content.length(), model);
    }
}
