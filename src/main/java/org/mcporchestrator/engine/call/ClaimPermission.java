package org.mcporchestrator.engine.call;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.mcporchestrator.agent.Permission;
import org.mcporchestrator.workflow.WorkflowId;

import io.smallrye.mutiny.Uni;

/** Lets the calls of one step leave: when there is a slot in this process, and if the claim still holds then. */
public final class ClaimPermission implements Permission {

    private final WorkflowId workflow;
    private final CallSlots slots;
    private final Supplier<Uni<Boolean>> mayLeave;
    private final AtomicInteger retriesLeft;
    private final Predicate<Throwable> affords;

    /**
     * @param mayLeave asked in the slot, before each attempt; if not, whoever says so has told the driver, which calls the step
     *        off
     * @param retriesLeft calls that may still be repeated, of all steps together; less than zero counts as zero
     * @param affords whether the budget has room for a call of the step after one that failed so; counts what that one cost
     */
    public ClaimPermission(WorkflowId workflow, CallSlots slots, Supplier<Uni<Boolean>> mayLeave, AtomicInteger retriesLeft,
            Predicate<Throwable> affords) {
        this.workflow = workflow;
        this.slots = slots;
        this.mayLeave = mayLeave;
        this.retriesLeft = retriesLeft;
        this.affords = affords;
    }

    @Override
    public WorkflowId workflow() {
        return workflow;
    }

    @Override
    public <T> Uni<T> within(Uni<T> call) {
        return slots.within(workflow, Uni.createFrom().deferred(mayLeave::get)
                .chain(may -> may ? call : Uni.createFrom().<T> nothing()));
    }

    @Override
    public boolean mayRetry() {
        return retriesLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }

    @Override
    public boolean affordsAfter(Throwable failure) {
        return affords.test(failure);
    }
}
