package org.mcporchestrator.journal.live;

import java.util.function.Consumer;

import org.mcporchestrator.workflow.WorkflowId;

import io.smallrye.mutiny.subscription.Cancellable;

/**
 * Passes sights on between processes. All of it may be lost; nobody waits, and nothing fails.
 */
public interface SightRelay {

    /** Whether other processes have somebody who watches this workflow; may be some seconds late. */
    boolean wanted(WorkflowId id);

    /** Passes a sight on to the other processes. */
    void send(WorkflowId id, Sight sight);

    /** Asks the other processes for the sights of a workflow, until cancelled. */
    Cancellable watch(WorkflowId id, Consumer<Sight> watcher);
}
