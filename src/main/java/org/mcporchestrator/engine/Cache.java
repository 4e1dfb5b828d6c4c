package org.mcporchestrator.engine;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.mcporchestrator.journal.Standing;
import org.mcporchestrator.workflow.WorkflowId;

/**
 * The newest ended workflows with their results, in memory. An ended workflow does not change, so that what is here is true.
 */
@ApplicationScoped
class Cache {

    private final Map<WorkflowId, WorkflowView> ended;
    private final Map<WorkflowId, Standing> active = new HashMap<>();

    Cache(EngineConfig config) {
        var size = config.cachedResults();
        this.ended = new LinkedHashMap<>() {

            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<WorkflowId, WorkflowView> eldest) {
                return size() > size;
            }
        };
    }

    synchronized void put(WorkflowView view) {
        ended.remove(view.standing().id());
        ended.put(view.standing().id(), view);
        active.remove(view.standing().id());
    }

    /** It was reopened or removed. */
    synchronized void forget(WorkflowId id) {
        ended.remove(id);
    }

    synchronized Optional<WorkflowView> find(WorkflowId id) {
        return Optional.ofNullable(ended.get(id));
    }

    /** Keeps where a workflow that others may drive stood at the start: told only while the journal cannot be asked. */
    synchronized void remember(Standing standing) {
        active.put(standing.id(), standing);
    }

    /** What was known of an active workflow at the start; it may stand elsewhere by now. */
    synchronized Optional<WorkflowView> remembered(WorkflowId id) {
        return Optional.ofNullable(active.get(id)).map(standing -> new WorkflowView(standing, Optional.empty()));
    }
}
