package org.mcporchestrator.agent;

/**
 * What a provider takes.
 *
 * @param calls of one process at the same time
 * @param tokensPerMinute of all processes together, prompts and answers; 0: no limit
 */
public record Capacity(int calls, long tokensPerMinute) {

    public static final Capacity UNLIMITED = new Capacity(Integer.MAX_VALUE, 0);
}
