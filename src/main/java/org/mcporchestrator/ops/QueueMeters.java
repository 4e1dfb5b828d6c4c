package org.mcporchestrator.ops;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import org.mcporchestrator.engine.Queue;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;

/** Gauges of the workflows that wait. A scrape asks nobody: they tell what is known. */
@Singleton
class QueueMeters {

    private final Queue queue;
    private final MeterRegistry registry;

    QueueMeters(Queue queue, MeterRegistry registry) {
        this.queue = queue;
        this.registry = registry;
    }

    void register(@Observes StartupEvent startup) {
        Gauge.builder("orchestrator.workflows.waiting", queue, Queue::waiting)
                .description("Workflows that wait for a driver, on all processes together")
                .register(registry);
        Gauge.builder("orchestrator.workflows.waiting.age", queue, known -> known.longest().toMillis() / 1000.0)
                .description("How long ago the oldest of them was created; 0 if none waits")
                .baseUnit("seconds")
                .register(registry);
    }
}
