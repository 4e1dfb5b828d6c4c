package org.mcporchestrator.agent.model;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.inject.Singleton;

import org.mcporchestrator.agent.Provider;
import org.mcporchestrator.agent.Reply;
import org.mcporchestrator.workflow.fault.FaultException;
import org.mcporchestrator.workflow.step.Charge;
import org.mcporchestrator.workflow.step.Usage;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * Meters of model calls. A model that its provider does not list counts as {@code other}: callers name models as they like, and
 * must not use up the meters.
 */
@Singleton
class CallMeters {

    private static final String CALLS = "orchestrator.model.calls";
    private static final String TOKENS = "orchestrator.model.tokens";
    private static final String COST = "orchestrator.model.cost.usd";
    private static final String OTHER = "other";

    private final MeterRegistry registry;
    /** Held, since the registry would compare names and tags anew for each call. */
    private final Map<Key, Counter> counters = new ConcurrentHashMap<>();
    private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

    /** @param what outcome of a timer, kind of tokens, or the name of a counter without any */
    private record Key(String provider, String model, String what) {}

    CallMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void answered(Provider provider, String model, Reply reply, Optional<BigDecimal> cost, Duration took) {
        timed(provider, model, "answered", took);
        spent(provider, model, reply.usage(), cost);
    }

    void failed(Provider provider, String model, Throwable failure, Duration took) {
        timed(provider, model, failure instanceof FaultException fault ? fault.fault().code().wire() : "internal", took);
    }

    /** Of a call that failed: what is billed all the same. */
    void charged(Provider provider, Charge charge) {
        spent(provider, charge.model(), charge.usage(), charge.cost());
    }

    private void spent(Provider provider, String model, Usage usage, Optional<BigDecimal> cost) {
        tokens(provider, model, "prompt").increment(usage.prompt());
        tokens(provider, model, "completion").increment(usage.completion());
        cost.ifPresent(usd -> cost(provider, model).increment(usd.doubleValue()));
    }

    private void timed(Provider provider, String model, String outcome, Duration took) {
        timers.computeIfAbsent(new Key(provider.name(), listed(provider, model), outcome), key -> Timer.builder(CALLS)
                .tag("provider", key.provider()).tag("model", key.model()).tag("outcome", outcome).register(registry))
                .record(took);
    }

    private Counter tokens(Provider provider, String model, String kind) {
        return counters.computeIfAbsent(new Key(provider.name(), listed(provider, model), kind),
                key -> counter(TOKENS, key).tag("kind", kind).register(registry));
    }

    private Counter cost(Provider provider, String model) {
        return counters.computeIfAbsent(new Key(provider.name(), listed(provider, model), COST),
                key -> counter(COST, key).register(registry));
    }

    private static Counter.Builder counter(String name, Key key) {
        return Counter.builder(name).tag("provider", key.provider()).tag("model", key.model());
    }

    private static String listed(Provider provider, String model) {
        return provider.models().contains(model) ? model : OTHER;
    }
}
