package org.mcporchestrator.ops;

import java.util.function.ToDoubleFunction;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import org.mcporchestrator.webhook.delivery.Ledger;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;

/** Meters of what this process delivers. */
@Singleton
class WebhookMeters {

    private final Ledger ledger;
    private final MeterRegistry registry;

    WebhookMeters(Ledger ledger, MeterRegistry registry) {
        this.ledger = ledger;
        this.registry = registry;
    }

    void register(@Observes StartupEvent startup) {
        Gauge.builder("orchestrator.webhooks.active", ledger, Ledger::active)
                .description("workflows whose events this process delivers now").register(registry);
        FunctionCounter.builder("orchestrator.webhooks.set.aside", ledger, Ledger::damaged)
                .description("webhooks whose record is damaged, so that nothing is delivered to them").register(registry);
        counter("delivered", Ledger::delivered);
        counter("failed", Ledger::failures);
        counter("dead", Ledger::dead);
    }

    private void counter(String outcome, ToDoubleFunction<Ledger> count) {
        FunctionCounter.builder("orchestrator.webhooks.deliveries", ledger, count).tag("outcome", outcome)
                .description("events that arrived, attempts that failed, events that were given up").register(registry);
    }
}
