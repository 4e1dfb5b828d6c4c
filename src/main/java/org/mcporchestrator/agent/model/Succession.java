package org.mcporchestrator.agent.model;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import jakarta.inject.Singleton;

import org.mcporchestrator.agent.Provider;
import org.mcporchestrator.agent.Providers;
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

    /** One who may be asked, and for which model. */
    record Candidate(Provider provider, String model) {}

    Succession(Providers providers, ProvidersConfig config) {
        this.providers = providers;
        this.config = config;
    }

    /**
     * The step's own provider with its model, then those that take over, each with its default model and only if it can be
     * called.
     *
     * @throws FaultException if the step's provider is not known
     */
    List<Candidate> of(CallOptions options) {
        var own = providers.named(options.provider()).orElseThrow(() -> unknown(options.provider()));
        var others = options.fallback().stream().distinct().filter(name -> !name.equals(own.name()))
                .flatMap(name -> providers.named(name).stream()).filter(Provider::configured)
                .map(provider -> new Candidate(provider, provider.defaultModel()));
        return Stream.concat(Stream.of(new Candidate(own, options.model())), others).toList();
    }

    /** How long is waited for a provider that may not be called, if another one can take over. */
    Duration patience() {
        return config.fallbackAfter();
    }

    static boolean mayHealElsewhere(Throwable failure) {
        return failure instanceof LaneClosed
                || failure instanceof FaultException fault && OF_THE_VENDOR.contains(fault.fault().code());
    }

    private static FaultException unknown(String provider) {
        return new FaultException(Fault.Code.NO_PROVIDER, "no such provider: " + provider);
    }
}
