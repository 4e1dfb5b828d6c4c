package org.mcporchestrator.redis;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.fault.FaultException;

import io.quarkus.logging.Log;

/** Tells of damaged workflows, each once in a while: one that is read again and again must not fill the log. */
final class Damage {

    private static final Duration QUIET = Duration.ofMinutes(10);
    private static final int REMEMBERED = 1000;

    private final LongSupplier nanos;
    private final Map<WorkflowId, Long> told = new LinkedHashMap<>();

    Damage(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Whatever else than Redis' absence keeps us from understanding what is stored of a workflow lies in what is stored. */
    static boolean is(Throwable failure) {
        return !(failure instanceof FaultException);
    }

    void tell(WorkflowId id, Throwable failure) {
        if (isNews(id)) {
            Log.errorf("stored workflow cannot be used: workflow=%s error=%s", id, failure.getMessage());
        }
    }

    synchronized boolean isNews(WorkflowId id) {
        var now = nanos.getAsLong();
        var before = told.get(id);
        if (before != null && now - before < QUIET.toNanos()) {
            return false;
        }
        told.remove(id);
        told.put(id, now);
        if (told.size() > REMEMBERED) {
            told.remove(told.keySet().iterator().next());
        }
        return true;
    }
}
