package org.mcporchestrator.agent.model;

import java.util.function.ToIntFunction;

import jakarta.inject.Singleton;

import org.mcporchestrator.agent.Provider;
import org.mcporchestrator.agent.Providers;
import org.mcporchestrator.agent.traffic.LaneHealth;
import org.mcporchestrator.agent.traffic.Lanes;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;

/** Gauges of each provider's lane. */
@Singleton
@Startup
class LaneMeters {

    private final Lanes lanes;
    private final MeterRegistry registry;

    LaneMeters(Providers providers, Lanes lanes, MeterRegistry registry) {
        this.lanes = lanes;
        this.registry = registry;
        providers.all().forEach(provider -> {
            gauge("orchestrator.provider.breaker", provider, LaneMeters::state);
            gauge("orchestrator.provider.calls.active", provider, LaneHealth::active);
            gauge("orchestrator.provider.calls.waiting", provider, LaneHealth::waiting);
        });
    }

    private void gauge(String name, Provider provider, ToIntFunction<LaneHealth> value) {
        var lane = lanes.to(provider);
        Gauge.builder(name, () -> value.applyAsInt(lane.health())).tag("provider", provider.name()).register(registry);
    }

    private static int state(LaneHealth health) {
        return switch (health.breaker()) {
            case "closed" -> 0;
            case "half_open" -> 1;
            default -> 2;
        };
    }
}
