package org.mcporchestrator.provider.http;

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
public record Settings(Optional<String> apiKey, Optional<String> baseUrl, Optional<String> host, Optional<String> model,
        int connections, long bytes) implements VendorsConfig.Access {

    public static final String KEY = "sk-test-0123456789";

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

    public static Settings at(String baseUrl) {
        return new Settings(Optional.of(KEY), Optional.of(baseUrl), Optional.empty(), Optional.empty(), 64, 100_000);
    }

    public static Settings withoutKey(String baseUrl, int connections) {
        return new Settings(Optional.empty(), Optional.of(baseUrl), Optional.empty(), Optional.of("llama3.1"), connections,
                100_000);
    }

    public HttpProvider provider(Vendor vendor, WireFormat format, Vertx vertx) {
        return new HttpProvider(vendor, format, this, vertx, new ObjectMapper(), CLOCK);
    }

    @Override
    public Optional<String> secondApiKey() {
        return Optional.empty();
    }

    @Override
    public long tokensPerMinute() {
        return 0;
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
