package org.mcporchestrator.agent.traffic;

import java.time.Instant;
import java.util.Optional;

/**
 * How a provider does, as this process sees it.
 *
 * @param breaker {@code closed}: calls go through; {@code open}: none; {@code half_open}: one, to see
 * @param openUntil when the next call may leave; empty unless it is open
 * @param errorRate share of failures among the last calls, 0 to 1
 * @param active calls under way
 * @param waiting calls that wait for their turn
 */
public record LaneHealth(String breaker, Optional<Instant> openUntil, Optional<Instant> rateLimitedUntil, double errorRate,
        int active, int waiting) {}
