package org.mcporchestrator.provider.openai;

import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import jakarta.inject.Singleton;

import org.mcporchestrator.agent.Provider;
import org.mcporchestrator.agent.ProviderFamily;
import org.mcporchestrator.provider.http.HttpProvider;
import org.mcporchestrator.provider.http.VendorsConfig;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.vertx.core.Vertx;

/** Offers one provider for each vendor of the table. */
@Singleton
class CompletionsFamily implements ProviderFamily {

    private final List<Provider> providers;

    CompletionsFamily(VendorsConfig config, Vertx vertx, ObjectMapper json, Clock clock) {
        providers = Arrays.stream(CompletionsVendor.values())
                .<Provider> map(entry -> provider(entry, config, vertx, json, clock))
                .toList();
    }

    private static Provider provider(CompletionsVendor entry, VendorsConfig config, Vertx vertx, ObjectMapper json,
            Clock clock) {
        var vendor = entry.vendor();
        return new HttpProvider(vendor, new Completions(vendor.name(), entry.dialect(), json),
                Objects.requireNonNull(config.vendors().get(vendor.name())), vertx, json, clock);
    }

    @Override
    public List<Provider> providers() {
        return providers;
    }
}
