package org.mcporchestrator.provider.openai;

import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.Vertx;

/** The settings of a vendor in a test, and the provider with them. */
record Settings(Optional<String> apiKey, Optional<String> baseUrl, Optional<String> model, int connections, long bytes)
        implements
            VendorsConfig.Access {

    static final String KEY = "sk-test-0123456789";
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

    static Settings at(String baseUrl) {
        return new Settings(Optional.of(KEY), Optional.of(baseUrl), Optional.empty(), 64, 100_000);
    }

    CompletionsProvider provider(Vertx vertx) {
        return new CompletionsProvider(Endpoint.of(Vendor.OPENAI, this), this, vertx, new ObjectMapper(), CLOCK);
    }

    @Override
    public Optional<String> secondApiKey() {
        return Optional.empty();
    }

    @Override
    public MemorySize maxReply() {
        return new MemorySize(BigInteger.valueOf(bytes));
    }

    @Override
    public Duration connectTimeout() {
        return Duration.ofSeconds(5);
    }

    @Override
    public Duration idleTimeout() {
        return Duration.ofMinutes(5);
    }
}
