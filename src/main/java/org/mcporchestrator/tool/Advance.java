package org.mcporchestrator.tool;

import java.util.Optional;

/**
 * How far a piece of work is.
 *
 * @param finished steps; grows with each advance
 * @param total steps as far as they are known; may grow too
 * @param message what was finished, for people
 */
public record Advance(int finished, Optional<Integer> total, String message) {}
