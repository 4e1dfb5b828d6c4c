package org.mcporchestrator.ops;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.mcporchestrator.engine.Rehydration;

/** Up once the cache is filled from the journal. It stays up while Redis is away later: the process goes on in memory. */
@Readiness
@ApplicationScoped
class CacheFilled implements HealthCheck {

    private final Rehydration rehydration;

    CacheFilled(Rehydration rehydration) {
        this.rehydration = rehydration;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("rehydration").status(rehydration.ready()).build();
    }
}
