package org.mcporchestrator.workflow.step;

import java.math.BigDecimal;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What a call costs that gave no answer to keep: the vendor worked on it, and bills that.
 *
 * @param model that was asked for
 * @param cost in USD; empty if the price is not known
 * @param estimated whether the vendor did not count all of its tokens: the answer broke off, or was never ended
 */
public record Charge(String provider, String model, Usage usage, @JsonInclude Optional<BigDecimal> cost, boolean estimated) {}
