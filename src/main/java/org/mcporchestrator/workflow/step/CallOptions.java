package org.mcporchestrator.workflow.step;

import java.time.Duration;
import java.util.List;

/**
 * How the model of a step is called.
 *
 * @param model as the provider names it
 * @param temperature 0 to 2
 * @param maxTokens limit of the answer
 * @param timeout of one attempt
 * @param attempts how often the call may be made, at least 1; only failures that can heal are tried again
 * @param fallback names of the providers that take over, in this order, each with its default model
 */
public record CallOptions(String provider, String model, double temperature, int maxTokens, Duration timeout, int attempts,
        List<String> fallback) {

    public CallOptions {
        fallback = List.copyOf(fallback);
    }
}
