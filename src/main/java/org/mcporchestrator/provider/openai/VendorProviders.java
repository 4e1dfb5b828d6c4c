package org.mcporchestrator.provider.openai;

import java.time.Clock;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import org.mcporchestrator.agent.Provider;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.vertx.core.Vertx;

/** Offers one provider for each vendor. */
@Singleton
class VendorProviders {

    private final VendorsConfig config;
    private final Vertx vertx;
    private final ObjectMapper json;
    private final Clock clock;

    VendorProviders(VendorsConfig config, Vertx vertx, ObjectMapper json, Clock clock) {
        this.config = config;
        this.vertx = vertx;
        this.json = json;
        this.clock = clock;
    }

    @Produces
    @Singleton
    Provider xai() {
        return provider(Vendor.XAI, config.xai());
    }

    @Produces
    @Singleton
    Provider openai() {
        return provider(Vendor.OPENAI, config.openai());
    }

    private Provider provider(Vendor vendor, VendorsConfig.Access access) {
        return new CompletionsProvider(Endpoint.of(vendor, access), access, vertx, json, clock);
    }
}
