package org.mcporchestrator.agent.model;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import jakarta.inject.Singleton;

import org.mcporchestrator.agent.Providers;
import org.mcporchestrator.agent.Providers.Candidate;
import org.mcporchestrator.agent.traffic.LaneClosed;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;
import org.mcporchestrator.workflow.step.CallOptions;

/** Who is asked for an answer, one after the other. */
@Singleton
class Succession {

    /** Those that lie with the vendor, or with its key. A request that one vendor refuses is as wrong at another. */
    private static final Set<Fault.Code> OF_THE_VENDOR = Set.of(Fault.Code.PROVIDER_OVERLOADED,
            Fault.Code.PROVIDER_UNAVAILABLE, Fault.Code.REPLY_CUT, Fault.Code.REPLY_MALFORMED, Fault.Code.REPLY_EMPTY,
            Fault.Code.AGENT_TIMED_OUT, Fault.Code.KEY_REFUSED);

    private final Providers providers;
    private final ProvidersConfig config;

    Succession(Providers providers, ProvidersConfig config) {
        this.providers = providers;
        this.config = config;
    }

    /** @throws FaultException if the step's provider is not known */
    List<Candidate> of(CallOptions options) {
        return providers.candidates(options);
    }

    /** How long is waited for a provider that may not be called, if another one can take over. */
    Duration patience() {
        return config.fallbackAfter();
    }

    static boolean mayHealElsewhere(Throwable failure) {
        return failure instanceof LaneClosed
                || failure instanceof FaultException fault && OF_THE_VENDOR.contains(fault.fault().code());
    }
}
