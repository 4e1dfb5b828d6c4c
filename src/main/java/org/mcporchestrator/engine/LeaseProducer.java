package org.mcporchestrator.engine;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import org.mcporchestrator.engine.claim.ClaimsConfig;
import org.mcporchestrator.journal.Lease;
import org.mcporchestrator.journal.Lease.Patience;
import org.mcporchestrator.journal.Owner;

/** This process as the journal knows it: a new owner with every start. */
final class LeaseProducer {

    @Produces
    @Singleton
    static Lease lease(EngineConfig config, ClaimsConfig claims) {
        return new Lease(Owner.random(), config.lease(), new Patience(claims.suspectTakeovers(), claims.maxTakeovers()));
    }
}
