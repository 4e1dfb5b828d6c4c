package org.mcporchestrator.agent.traffic;

import java.time.Duration;

/** Settings of a breaker in a test. */
public record Limit(int failures, double rate, int window, Duration open, Duration longestOpen,
        Duration slowAfter) implements TrafficConfig {

    /** Three failures in a row, or half of the last ten; open for a second at first, a minute at most. */
    public static final Limit USUAL = new Limit(3, 0.5, 10, Duration.ofSeconds(1), Duration.ofMinutes(1),
            Duration.ofSeconds(30));
}
