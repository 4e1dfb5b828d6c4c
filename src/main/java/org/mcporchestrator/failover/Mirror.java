package org.mcporchestrator.failover;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import org.mcporchestrator.journal.Batch;
import org.mcporchestrator.journal.Claim;
import org.mcporchestrator.journal.History;
import org.mcporchestrator.journal.Journal.Notice;
import org.mcporchestrator.journal.JournalEntry;
import org.mcporchestrator.journal.Owner;
import org.mcporchestrator.journal.Position;
import org.mcporchestrator.journal.durable.Snapshot;
import org.mcporchestrator.memory.MemoryJournal;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.step.Outcome;

/**
 * What this process knows of the workflows that it drives and of the newest ended ones, event for event. What Redis does not
 * have yet of it is marked.
 */
final class Mirror {

    private final MemoryJournal memory;
    private final int keptEnded;

    /** Whether Redis has a workflow of which it lacks something. */
    private enum There {
        NO,
        /** It waits, and was handed to Redis, where anybody may begin with it. */
        HANDED_OVER,
        /** It was asked to record it, and the answer got lost. */
        PERHAPS,
        YES
    }

    private final Map<WorkflowId, There> behind = new ConcurrentHashMap<>();
    private final AtomicLong buffered = new AtomicLong();

    /** @param keptEnded ended workflows that stay although Redis has them */
    Mirror(MemoryJournal memory, int keptEnded) {
        this.memory = memory;
        this.keptEnded = keptEnded;
    }

    boolean holds(WorkflowId id) {
        return memory.tip(id).isPresent();
    }

    /** Whether nobody knows more of the workflow: it is driven here, or Redis lacks something of it. */
    boolean leads(WorkflowId id) {
        return memory.active(id) || behind(id) && holds(id);
    }

    Optional<Snapshot> snapshot(WorkflowId id) {
        return memory.snapshot(id);
    }

    /**
     * As it stands, to be written to Redis, which may have it from now on: what waits is not begun here any more, and what is
     * driven goes on only as long as nobody else can drive it. Marked before it is looked at, so that nobody begins in between.
     */
    Optional<Snapshot> handOver(WorkflowId id) {
        behind.replace(id, There.NO, There.HANDED_OVER);
        var snapshot = memory.snapshot(id);
        if (snapshot.filter(Snapshot::waits).isEmpty()) {
            behind.replace(id, There.HANDED_OVER, There.PERHAPS);
        }
        return snapshot;
    }

    /** Whether anybody may have begun with it. */
    boolean handedOver(WorkflowId id) {
        return behind.get(id) == There.HANDED_OVER;
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
        return behind.get(id) == There.NO;
    }

    /** Whether Redis had the workflow for certain, so that it was removed if it is missing there. */
    boolean wasThere(WorkflowId id) {
        return behind.getOrDefault(id, There.YES) == There.YES;
    }

    boolean anyBehind() {
        return !behind.isEmpty();
    }

    /** @param asked whether Redis was asked to record it */
    void createdHere(WorkflowId id, boolean asked) {
        behind.put(id, asked ? There.PERHAPS : There.NO);
    }

    void fellBehind(WorkflowId id) {
        behind.merge(id, There.YES, (before, _) -> before);
    }

    void fellBehind(WorkflowId id, Batch batch) {
        fellBehind(id);
        buffered.addAndGet(batch.outcomes().values().stream().mapToLong(Mirror::size).sum());
    }

    /**
     * Redis has the workflow up to that event; if there is more by now, it still is behind, but known there. What is written
     * meanwhile is marked behind it or seen: both hold the same entry of the map.
     */
    void caughtUp(WorkflowId id, Position tip) {
        behind.computeIfPresent(id, (_, _) -> memory.tip(id).filter(now -> !now.equals(tip)).isPresent() ? There.YES : null);
        settled();
    }

    /** Keeps everything while Redis is away: what it has can be read here alone. */
    void trimIf(boolean present) {
        if (present) {
            trim();
        }
    }

    /** Forgets the ended workflows that Redis has, but for the newest; and what was pruned owes Redis nothing. */
    void trim() {
        memory.endedBefore(keptEnded).stream().filter(id -> !behind(id)).forEach(memory::forget);
        behind.keySet().removeIf(id -> !holds(id));
        settled();
    }

    /** Takes in what is going to be driven here. */
    History adopted(History history, List<JournalEntry> entries) {
        memory.adopt(new Snapshot(history.standing(), history.outcomes(), entries, Optional.empty(), false,
                Optional.empty()));
        return history;
    }

    /** What another process took, or what ended and does so no more, is not known here, not even to those who only look. */
    void heed(Notice notice, Owner here) {
        if (notice instanceof Notice.Revoked(var id)) {
            forgetEnded(id);
        } else if (notice instanceof Notice.Taken(var id, var before) && before.equals(here)) {
            forget(id);
        }
    }

    /** Unless it goes on here by now. */
    void forgetEnded(WorkflowId id) {
        if (!memory.active(id)) {
            forget(id);
        }
    }

    /** What was given back, unless it came back under another claim. */
    void forget(Claim claim) {
        if (memory.tip(claim.id()).filter(tip -> tip.epoch() > claim.epoch()).isEmpty()) {
            forget(claim.id());
        }
    }

    void forget(WorkflowId id) {
        memory.forget(id);
        behind.remove(id);
        settled();
    }

    private void settled() {
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
