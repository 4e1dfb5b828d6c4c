package org.mcporchestrator.agent;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;
import org.mcporchestrator.workflow.step.CallOptions;

/** The providers of this server, and which one is meant if nobody chooses. */
public interface Providers {

    List<Provider> all();

    /** Empty if no such provider is known. */
    Optional<Provider> named(String name);

    /**
     * {@code DEFAULT_PROVIDER} if set, else the first with a key, else in dev and test mode the scripted one; empty if there is
     * none.
     */
    Optional<Provider> preferred();

    /** One who may be asked, and for which model. */
    record Candidate(Provider provider, String model) {}

    /**
     * Who is asked for an answer, one after the other: the step's own provider with its model, then those that take over, each
     * with its default model and only if it can be called.
     *
     * @throws FaultException if the step's provider is not known
     */
    default List<Candidate> candidates(CallOptions options) {
        return candidates(options.provider(), options.model(), options.fallback());
    }

    default List<Candidate> candidates(String provider, String model, List<String> fallback) {
        var own = named(provider)
                .orElseThrow(() -> new FaultException(Fault.Code.NO_PROVIDER, "no such provider: " + provider));
        var others = fallback.stream().distinct().filter(name -> !name.equals(own.name()))
                .flatMap(name -> named(name).stream()).filter(Provider::configured)
                .map(other -> new Candidate(other, other.defaultModel()));
        return Stream.concat(Stream.of(new Candidate(own, model)), others).toList();
    }

    /** The providers that take over in this order if a workflow says nothing about it. */
    default List<String> fallback() {
        return List.of();
    }
}
