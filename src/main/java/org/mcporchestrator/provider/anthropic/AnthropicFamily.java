package org.mcporchestrator.provider.anthropic;

import java.time.Clock;
import java.util.List;
import java.util.Objects;

import jakarta.inject.Singleton;

import org.mcporchestrator.agent.Provider;
import org.mcporchestrator.agent.ProviderFamily;
import org.mcporchestrator.provider.http.HttpProvider;
import org.mcporchestrator.provider.http.Vendor;
import org.mcporchestrator.provider.http.VendorsConfig;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.vertx.core.Vertx;

/** <a href="https://docs.claude.com/en/api/messages">Anthropic</a>; the base URL is without {@code /v1}, as in its own SDKs. */
@Singleton
class AnthropicFamily implements ProviderFamily {

    static final Vendor ANTHROPIC = new Vendor("anthropic", "ANTHROPIC_API_KEY", "https://api.anthropic.com",
            List.of("claude-sonnet-4-6", "claude-haiku-4-5", "claude-opus-4-5", "claude-sonnet-4-5", "claude-opus-4-1"));

    private final Provider anthropic;

    AnthropicFamily(VendorsConfig config, Vertx vertx, ObjectMapper json, Clock clock) {
        anthropic = new HttpProvider(ANTHROPIC, new Messages(json),
                Objects.requireNonNull(config.vendors().get(ANTHROPIC.name())), vertx, json, clock);
    }

    @Override
    public List<Provider> providers() {
        return List.of(anthropic);
    }
}
