package org.mcporchestrator.agent;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

import io.smallrye.mutiny.Uni;

/** Adapter to one model vendor. */
public interface Provider {

    /** As callers choose it in {@code provider_name}, for example {@code xai}. */
    String name();

    /** Whether it has what it needs to be called, usually a key. */
    boolean configured();

    /** What keeps it from being called though it has a key, in a sentence. */
    default Optional<String> notice() {
        return Optional.empty();
    }

    /** The environment variable that configures it. */
    String variable();

    /** The model that is called if nobody asks for one. */
    String defaultModel();

    /** Models that are known to be there, the default one first; others can be asked for too. */
    default List<String> models() {
        return List.of(defaultModel());
    }

    /** What it takes; more calls wait before they are made. */
    default Capacity capacity() {
        return Capacity.UNLIMITED;
    }

    /** USD that each of its answers costs, however long; empty: that is a matter of the price list. */
    default Optional<BigDecimal> flatPrice() {
        return Optional.empty();
    }

    /** Tokens beyond the limit of an answer that the model may use up by thinking. */
    default int room(String model) {
        return 0;
    }

    /** Whether its answers come from no model. */
    boolean simulated();

    /**
     * Makes one call; no retries. Does not block. Cancelling the subscription aborts the call at the provider.
     *
     * @return fails with a {@link org.mcporchestrator.workflow.fault.FaultException}, with {@code retryAfter} if the provider
     *         said when
     */
    Uni<Reply> complete(ModelCall call);
}
