package org.mcporchestrator.failover;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import org.mcporchestrator.journal.Batch;
import org.mcporchestrator.journal.Position;
import org.mcporchestrator.journal.durable.Snapshot;
import org.mcporchestrator.memory.MemoryJournal;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.step.Outcome;

/**
 * What this process knows of the workflows that it drives and of the newest ended ones, event for event. What Redis does not
 * have yet
 * of it is marked.
 */
final class Mirror {

    private final MemoryJournal memory;
    /** Workflows of which Redis lacks something, and whether it ever had them. */
    private final Map<WorkflowId, Boolean> behind = new ConcurrentHashMap<>();
    private final AtomicLong buffered = new AtomicLong();

    Mirror(MemoryJournal memory) {
        this.memory = memory;
    }

    boolean holds(WorkflowId id) {
        return memory.tip(id).isPresent();
    }

    Optional<Snapshot> snapshot(WorkflowId id) {
        return memory.snapshot(id);
    }

    Set<WorkflowId> ids() {
        return memory.ids();
    }

    /** Whether Redis lacks something of the workflow. */
    boolean behind(WorkflowId id) {
        return behind.containsKey(id);
    }

    /** Whether nobody but this process can know the workflow. */
    boolean onlyHere(WorkflowId id) {
        return Boolean.FALSE.equals(behind.get(id));
    }

    boolean anyBehind() {
        return !behind.isEmpty();
    }

    void createdHere(WorkflowId id) {
        behind.put(id, false);
    }

    void fellBehind(WorkflowId id) {
        behind.putIfAbsent(id, true);
    }

    void fellBehind(WorkflowId id, Batch batch) {
        fellBehind(id);
        buffered.addAndGet(batch.outcomes().values().stream().mapToLong(Mirror::size).sum());
    }

    /** Redis has the workflow up to that event; if there is more by now, it still is behind, but known there. */
    void caughtUp(WorkflowId id, Position tip) {
        if (memory.tip(id).filter(now -> !now.equals(tip)).isPresent()) {
            behind.replace(id, true);
        } else {
            settle(id);
        }
    }

    void forget(WorkflowId id) {
        memory.forget(id);
        settle(id);
    }

    private void settle(WorkflowId id) {
        behind.remove(id);
        if (behind.isEmpty()) {
            buffered.set(0);
        }
    }

    long buffered() {
        return buffered.get();
    }

    private static long size(Outcome outcome) {
        return outcome instanceof Outcome.Answered answered ? answered.content().length() : 0;
    }
}
