package org.mcporchestrator.ops;

import java.util.function.ToDoubleFunction;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.mcporchestrator.engine.Workflows;
import org.mcporchestrator.engine.claim.Figures;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;

/** Who drives what, as meters: claims, takeovers, writes under lost claims. */
@ApplicationScoped
class ClaimMeters {

    private final MeterRegistry registry;
    private final Workflows workflows;
    private final Figures figures;

    ClaimMeters(MeterRegistry registry, Workflows workflows, Figures figures) {
        this.registry = registry;
        this.workflows = workflows;
        this.figures = figures;
    }

    void register(@Observes StartupEvent startup) {
        Gauge.builder("orchestrator.claims.held", workflows, Workflows::driven)
                .description("workflows that this process drives").register(registry);
        Gauge.builder("orchestrator.workflows.stuck", workflows, Workflows::stuck)
                .description("of these, those without progress beyond their timeouts").register(registry);
        Gauge.builder("orchestrator.renewal.lag", figures, each -> each.sinceRenewal().toMillis() / 1000.0)
                .description("since the last renewal of all claims").baseUnit("seconds").register(registry);
        takeovers("takeover", Figures::takeovers);
        takeovers("restart", Figures::restarts);
        FunctionCounter.builder("orchestrator.writes.fenced", figures, Figures::fencedWrites)
                .description("writes refused, since another process had the workflow").register(registry);
    }

    private void takeovers(String reason, ToDoubleFunction<Figures> count) {
        FunctionCounter.builder("orchestrator.takeovers", figures, count).tag("reason", reason)
                .description("workflows taken over from a process that vanished").register(registry);
    }
}
