package org.mcporchestrator.agent;

import org.mcporchestrator.workflow.WorkflowId;

import io.smallrye.mutiny.Uni;

/** The right of one driven workflow to call models. Every attempt of every step asks for it anew. */
public interface Permission {

    /** On whose behalf calls are made; calls of different workflows take turns. */
    WorkflowId workflow();

    /**
     * The same call, made as soon as this process has room for it, if the workflow is still its own then. If it is not, the
     * call is never made, and the result neither item nor failure: whoever drives the workflow is told, and cancels. Nothing is
     * held before the subscription or after its end, so a wait between two attempts takes no room from others.
     */
    <T> Uni<T> within(Uni<T> call);

    /** Whether the workflow may repeat one more call; counts it if so. */
    boolean mayRetry();

    /**
     * Whether the budget of the workflow has room for one more call of the step, after one that failed like this. If the vendor
     * may charge for the failed one, that counts as spent.
     */
    boolean affordsAfter(Throwable failure);
}
