package org.mcporchestrator.agent;

import io.smallrye.mutiny.Uni;

/** Adapter to one model vendor. */
public interface Provider {

    /** As callers choose it in {@code provider_name}, for example {@code xai}. */
    String name();

    /** Whether it has what it needs to be called, usually a key. */
    boolean configured();

    /** The environment variable that configures it. */
    String variable();

    /** The model that is called if nobody asks for one. */
    String defaultModel();

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
