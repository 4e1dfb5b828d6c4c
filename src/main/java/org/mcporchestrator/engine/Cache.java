package org.mcporchestrator.engine;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

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
    private record Entry(Supplier<WorkflowView> view, long gaps) {}

    /** What is taken apart when somebody asks for it, and once. */
    private static final class Unfolded implements Supplier<WorkflowView> {

        private Supplier<WorkflowView> content;

        Unfolded(Supplier<WorkflowView> content) {
            this.content = content;
        }

        @Override
        public synchronized WorkflowView get() {
            var view = content.get();
            content = () -> view;
            return view;
        }
    }

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
    void put(WorkflowView view, Look look) {
        put(view.standing().id(), () -> view, look);
    }

    /** The same of what throws, when somebody asks for it, if it cannot be read. */
    synchronized void put(WorkflowId id, Supplier<WorkflowView> content, Look look) {
        if (revocations - look.revocations() >= REVOCATIONS_KEPT || revoked.getOrDefault(id, 0L) > look.revocations()) {
            return;
        }
        ended.remove(id);
        ended.put(id, new Entry(new Unfolded(content), look.gaps()));
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
    Optional<WorkflowView> find(WorkflowId id) {
        return certain(id).flatMap(entry -> view(id, entry));
    }

    private synchronized Optional<Entry> certain(WorkflowId id) {
        return entry(id).filter(entry -> entry.gaps() == gaps);
    }

    private synchronized Optional<Entry> entry(WorkflowId id) {
        return Optional.ofNullable(ended.get(id));
    }

    /** What is damaged is not known here: the journal says so to who asks. */
    private Optional<WorkflowView> view(WorkflowId id, Entry entry) {
        try {
            return Optional.of(entry.view().get());
        } catch (RuntimeException damaged) {
            drop(id, entry);
            return Optional.empty();
        }
    }

    private synchronized void drop(WorkflowId id, Entry entry) {
        ended.remove(id, entry);
    }

    /** Keeps where a workflow that others may drive stood at the start: told only while the journal cannot be asked. */
    synchronized void remember(Standing standing) {
        active.put(standing.id(), standing);
    }

    /** What is in doubt, and what was known of an active workflow at the start: it may stand elsewhere by now. */
    Optional<WorkflowView> remembered(WorkflowId id) {
        return entry(id).flatMap(entry -> view(id, entry)).or(() -> rememberedActive(id));
    }

    private synchronized Optional<WorkflowView> rememberedActive(WorkflowId id) {
        return Optional.ofNullable(active.get(id)).map(standing -> new WorkflowView(standing, Optional.empty()));
    }
}
