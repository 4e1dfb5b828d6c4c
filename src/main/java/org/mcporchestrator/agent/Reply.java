package org.mcporchestrator.agent;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.mcporchestrator.workflow.step.Usage;

/**
 * What a model answered.
 *
 * @param model as the provider reports it
 * @param cost USD, if the provider reports one; otherwise the price list decides
 * @param citations what the answer relies on, where the provider tells: {@code url}, and {@code title} if it has one, in the
 *        order of the answer's own marks
 */
public record Reply(String content, String model, Usage usage, Optional<BigDecimal> cost, List<Map<String, String>> citations) {

    public Reply {
        citations = List.copyOf(citations);
    }

    /** An answer without citations. */
    public Reply(String content, String model, Usage usage, Optional<BigDecimal> cost) {
        this(content, model, usage, cost, List.of());
    }

    @Override
    public String toString() {
        return "Reply[%d characters, %s]".formatted(content.length(), model);
    }
}
