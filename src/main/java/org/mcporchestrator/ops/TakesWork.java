package org.mcporchestrator.ops;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.mcporchestrator.engine.Workflows;

/** Down from the moment in which the process is asked to end: balancers send new requests elsewhere. */
@Readiness
@ApplicationScoped
class TakesWork implements HealthCheck {

    private final Workflows workflows;

    TakesWork(Workflows workflows) {
        this.workflows = workflows;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("takes-work").status(!workflows.stopping()).build();
    }
}
