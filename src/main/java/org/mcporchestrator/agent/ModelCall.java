package org.mcporchestrator.agent;

import java.time.Duration;

/**
 * One call of a model.
 *
 * @param temperature 0 to 2
 * @param maxTokens limit of the answer
 * @param timeout for the whole answer
 */
public record ModelCall(Prompt prompt, String model, double temperature, int maxTokens, Duration timeout) {}
