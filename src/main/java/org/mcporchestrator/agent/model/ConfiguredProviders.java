package org.mcporchestrator.agent.model;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import jakarta.inject.Singleton;

import org.mcporchestrator.agent.Provider;
import org.mcporchestrator.agent.ProviderFamily;
import org.mcporchestrator.agent.Providers;

import io.quarkus.arc.All;
import io.quarkus.logging.Log;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;

/** All providers that are built in, in the configured order, those that only simulate last. */
@Singleton
@Startup
class ConfiguredProviders implements Providers {

    private final List<Provider> providers;
    private final Optional<Provider> chosen;
    private final List<String> fallback;
    private final LaunchMode mode;

    ConfiguredProviders(@All List<ProviderFamily> families, ProvidersConfig config, LaunchMode mode) {
        this.providers = families.stream().flatMap(family -> family.providers().stream()).sorted(inOrder(config.order()))
                .toList();
        this.chosen = config.preferred().map(String::strip).filter(name -> !name.isEmpty())
                .map(name -> known(name, "DEFAULT_PROVIDER (orchestrator.providers.preferred)"));
        this.fallback = config.fallback().orElse(List.of()).stream().map(String::strip).filter(name -> !name.isEmpty())
                .map(name -> known(name, "orchestrator.providers.fallback").name()).distinct().toList();
        this.mode = mode;
        chosen.filter(provider -> !provider.configured()).ifPresent(provider -> Log.warnf(
                "default provider cannot be called until its key is set: provider=%s variable=%s", provider.name(),
                provider.variable()));
        providers.forEach(provider -> provider.notice().ifPresent(
                notice -> Log.warnf("provider is not called: provider=%s reason=%s", provider.name(), notice)));
    }

    @Override
    public List<Provider> all() {
        return providers;
    }

    @Override
    public Optional<Provider> named(String name) {
        return providers.stream().filter(provider -> provider.name().equals(name)).findFirst();
    }

    @Override
    public Optional<Provider> preferred() {
        return chosen.or(() -> providers.stream().filter(this::offered).findFirst());
    }

    /** No result is invented unasked: in production nobody gets a simulated answer without choosing it. */
    private boolean offered(Provider provider) {
        return provider.configured() && (!provider.simulated() || mode.isDevOrTest());
    }

    @Override
    public List<String> fallback() {
        return fallback;
    }

    private Provider known(String name, String setting) {
        return named(name).orElseThrow(() -> new ConfigurationException(
                setting + " is \"" + name + "\", but the providers are: "
                        + providers.stream().map(Provider::name).collect(Collectors.joining(", "))));
    }

    private static Comparator<Provider> inOrder(List<String> order) {
        return Comparator.comparing(Provider::simulated)
                .thenComparing(provider -> order.contains(provider.name()) ? order.indexOf(provider.name()) : order.size())
                .thenComparing(Provider::name);
    }
}
