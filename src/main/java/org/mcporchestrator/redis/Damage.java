package org.mcporchestrator.redis;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.fault.FaultException;

import io.micrometer.core.instrument.Metrics;
import io.quarkus.logging.Log;

/** Tells of damaged workflows, each once in a while: one that is read again and again must not fill the log. */
final class Damage {

    private static final Duration QUIET = Duration.ofMinutes(10);
    private static final int REMEMBERED = 1000;
    private static final int LOGGED = 100;
    private static final String SET_ASIDE = "orchestrator.workflows.set.aside";

    private final LongSupplier nanos;
    private final Map<WorkflowId, Long> told = new LinkedHashMap<>();
    private final AtomicLong setAside = new AtomicLong();

    Damage(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Whatever else than Redis' absence keeps us from understanding what is stored of a workflow lies in what is stored. */
    static boolean is(Throwable failure) {
        return !(failure instanceof FaultException);
    }

    void tell(WorkflowId id, Throwable failure) {
        if (isNews(id)) {
            Log.errorf("stored workflow cannot be used: workflow=%s error=%s", id, described(failure));
        }
    }

    /** Our own words, else no more than the kind: parsers quote what they were given. */
    private static String described(Throwable failure) {
        return failure instanceof IllegalStateException ? String.valueOf(failure.getMessage())
                : failure.getClass().getSimpleName();
    }

    /** What nobody can drive waits no more; it stays as it is, for people to look at. */
    void setAside(List<String> ids) {
        for (var id : ids) {
            Metrics.counter(SET_ASIDE).increment();
            if (setAside.incrementAndGet() <= LOGGED) {
                Log.warnf("workflow set aside, as nobody can drive it: workflow=%s",
                        WorkflowId.parse(id).map(WorkflowId::value).orElse("none of ours"));
            }
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
