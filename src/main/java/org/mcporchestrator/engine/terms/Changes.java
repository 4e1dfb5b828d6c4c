package org.mcporchestrator.engine.terms;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * What is to be different when a workflow goes on; an empty field stays as it was.
 *
 * @param provider with another one, models that are not given are its default
 * @param maxTotalCost USD, of all of the workflow, what it has spent before included
 * @param maxTotalTokens likewise
 */
public record Changes(Optional<String> provider, Optional<String> model, Optional<String> workerModel,
        Optional<String> synthesisModel, Optional<List<String>> fallback, Optional<BigDecimal> maxTotalCost,
        Optional<Long> maxTotalTokens) {

    public Changes {
        fallback = fallback.map(List::copyOf);
    }
}
