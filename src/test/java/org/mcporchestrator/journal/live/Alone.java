package org.mcporchestrator.journal.live;

import java.util.function.Consumer;

import org.mcporchestrator.workflow.WorkflowId;

import io.smallrye.mutiny.subscription.Cancellable;

/** The relay of a process without others. */
public record Alone() implements SightRelay {

    @Override
    public boolean wanted(WorkflowId id) {
        return false;
    }

    @Override
    public void send(WorkflowId id, Sight sight) {
        throw new AssertionError("nobody wants it");
    }

    @Override
    public Cancellable watch(WorkflowId id, Consumer<Sight> watcher) {
        return () -> {
        };
    }
}
