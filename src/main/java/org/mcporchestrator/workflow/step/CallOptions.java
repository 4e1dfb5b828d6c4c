package org.mcporchestrator.workflow.step;

import java.time.Duration;

/**
 * How the model of a step is called.
 *
 * @param model as the provider names it
 * @param temperature 0 to 2
 * @param maxTokens limit of the answer
 * @param timeout of one attempt
 * @param attempts how often the call may be made, at least 1; only failures that can heal are tried again
 */
public record CallOptions(String provider, String model, double temperature, int maxTokens, Duration timeout, int attempts) {}
