package org.mcporchestrator.engine;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.mcporchestrator.journal.Standing;
import org.mcporchestrator.workflow.WorkflowId;

/**
 * The newest ended workflows with their results, in memory. An ended workflow does not change until it is reopened or removed,
 * which is told to all processes: what is here is true unless some of that may have been missed. Then it is in doubt, until it
 * was read again.
 */
@ApplicationScoped
class Cache {

    private static final int REVOCATIONS_KEPT = 10_000;

    /** A moment from which on something is read that is to be kept. */
    record Look(long revocations, long gaps) {}

    /** @param gaps that were known of when it was read */
    private record Entry(WorkflowView view, long gaps) {}

    private final Map<WorkflowId, Entry> ended;
    private final Map<WorkflowId, Standing> active = new HashMap<>();
    /** When, in the order of all revocations. */
    private final Map<WorkflowId, Long> revoked = newest(REVOCATIONS_KEPT);
    private long revocations;
    private long gaps;

    Cache(EngineConfig config) {
        this.ended = newest(config.cachedResults());
    }

    private static <T> Map<WorkflowId, T> newest(int size) {
        return new LinkedHashMap<>() {

            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<WorkflowId, T> eldest) {
                return size() > size;
            }
        };
    }

    /** To be taken before what is kept is read: it may be revoked while the answer is on its way. */
    synchronized Look look() {
        return new Look(revocations, gaps);
    }

    /** Keeps what was read after the look, unless it is true no more. */
    synchronized void put(WorkflowView view, Look look) {
        var id = view.standing().id();
        if (revocations - look.revocations() >= REVOCATIONS_KEPT || revoked.getOrDefault(id, 0L) > look.revocations()) {
            return;
        }
        ended.remove(id);
        ended.put(id, new Entry(view, look.gaps()));
        active.remove(id);
    }

    /** It was reopened or removed. */
    synchronized void revoke(WorkflowId id) {
        revocations++;
        revoked.remove(id);
        revoked.put(id, revocations);
        forget(id);
    }

    synchronized void forget(WorkflowId id) {
        ended.remove(id);
        active.remove(id);
    }

    /** Something may have been reopened or removed without a word. */
    synchronized void doubt() {
        gaps++;
    }

    /** What is certain. */
    synchronized Optional<WorkflowView> find(WorkflowId id) {
        return Optional.ofNullable(ended.get(id)).filter(entry -> entry.gaps() == gaps).map(Entry::view);
    }

    /** Keeps where a workflow that others may drive stood at the start: told only while the journal cannot be asked. */
    synchronized void remember(Standing standing) {
        active.put(standing.id(), standing);
    }

    /** What is in doubt, and what was known of an active workflow at the start: it may stand elsewhere by now. */
    synchronized Optional<WorkflowView> remembered(WorkflowId id) {
        return Optional.ofNullable(ended.get(id)).map(Entry::view)
                .or(() -> Optional.ofNullable(active.get(id)).map(standing -> new WorkflowView(standing, Optional.empty())));
    }
}
