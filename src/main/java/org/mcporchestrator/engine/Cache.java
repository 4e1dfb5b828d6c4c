package org.mcporchestrator.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.mcporchestrator.workflow.WorkflowId;

/**
 * The newest ended workflows with their results, in memory. An ended workflow does not change, so that what is here is true.
 */
@ApplicationScoped
class Cache {

    private final Map<WorkflowId, WorkflowView> ended;

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
    }

    synchronized Optional<WorkflowView> find(WorkflowId id) {
        return Optional.ofNullable(ended.get(id));
    }

    synchronized void forget(WorkflowId id) {
        ended.remove(id);
    }
}
