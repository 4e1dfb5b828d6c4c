package org.mcporchestrator.webhook;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.quarkus.runtime.configuration.MemorySize;

/** Settings for tests: short waits, few at a time, a server with a secret. */
public record WebhookSettings() implements WebhooksConfig {

    public static final int LARGEST_ANSWER = 4096;

    @Override
    public Optional<List<String>> secrets() {
        return Optional.of(List.of("of-the-server"));
    }

    @Override
    public Duration timeout() {
        return Duration.ofSeconds(2);
    }

    @Override
    public int atOnce() {
        return 8;
    }

    @Override
    public int perHost() {
        return 2;
    }

    @Override
    public Duration firstRetry() {
        return Duration.ofSeconds(5);
    }

    @Override
    public Duration longestRetry() {
        return Duration.ofHours(1);
    }

    @Override
    public Duration giveUpAfter() {
        return Duration.ofHours(24);
    }

    @Override
    public Duration rotation() {
        return Duration.ofHours(24);
    }

    @Override
    public MemorySize maxResponse() {
        return new MemorySize(BigInteger.valueOf(LARGEST_ANSWER));
    }

    @Override
    public Duration scanEvery() {
        return Duration.ofMillis(10);
    }
}
