package org.mcporchestrator.agent;

import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.config.PatternName;

import io.smallrye.mutiny.Uni;

/** A workflow that may call as it likes. */
public record Unlimited(WorkflowId workflow) implements Permission {

    public Unlimited() {
        this(WorkflowId.random(PatternName.BELTALOWDA));
    }

    @Override
    public <T> Uni<T> within(Uni<T> call) {
        return call;
    }

    @Override
    public boolean mayRetry() {
        return true;
    }

    @Override
    public boolean affordsAfter(Throwable failure) {
        return true;
    }
}
