package org.mcporchestrator.webhook;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;
import org.mcporchestrator.journal.Journal;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/**
 * Registrations that this process has taken, the newest of them. What the store could not take, or has lost, is told to it
 * again as soon as it knows the workflow.
 */
@Singleton
public class KnownWebhooks {

    private static final int KEPT = 10_000;

    private final WebhookStore store;
    private final Journal journal;
    private final Map<WorkflowId, Webhook> known = new LinkedHashMap<>();
    private final Map<WorkflowId, Webhook> missing = new LinkedHashMap<>();
    private @Nullable String mark;

    public KnownWebhooks(WebhookStore store, Journal journal) {
        this.store = store;
        this.journal = journal;
    }

    /** The store has it. */
    synchronized void recorded(WorkflowId id, Webhook webhook) {
        missing.remove(id);
        keep(known, id, webhook);
    }

    /** The store is to get it as soon as it can. */
    synchronized void owed(WorkflowId id, Webhook webhook) {
        keep(missing, id, webhook);
    }

    synchronized void dropped(WorkflowId id) {
        known.remove(id);
        missing.remove(id);
    }

    private static void keep(Map<WorkflowId, Webhook> kept, WorkflowId id, Webhook webhook) {
        kept.remove(id);
        kept.put(id, webhook);
        if (kept.size() > KEPT) {
            kept.remove(kept.keySet().iterator().next());
        }
    }

    /**
     * Tells the store what it lacks. Never fails.
     *
     * @param current mark of the store's data; another one than before if it has lost them
     */
    public Uni<Void> remind(String current) {
        return Multi.createFrom().iterable(lacking(current))
                .onItem().transformToUniAndConcatenate(owed -> remind(owed.getKey(), owed.getValue()))
                .collect().last();
    }

    private synchronized List<Map.Entry<WorkflowId, Webhook>> lacking(String current) {
        if (mark != null && !mark.equals(current)) {
            known.forEach(missing::putIfAbsent);
        }
        mark = current;
        return new ArrayList<>(missing.entrySet());
    }

    private Uni<Void> remind(WorkflowId id, Webhook webhook) {
        return store.restore(id, webhook)
                .invoke(() -> recorded(id, webhook))
                .onFailure(KnownWebhooks::isUnknown).recoverWithUni(() -> forgetIfGone(id))
                .onFailure().invoke(failure -> Log.debugf("webhook not recorded yet: workflow=%s error=%s", id,
                        failure.getMessage()))
                .onFailure().recoverWithNull();
    }

    /** A workflow that the journal still knows will be where the store looks. */
    private Uni<Void> forgetIfGone(WorkflowId id) {
        return journal.find(id).invoke(found -> {
            if (found.isEmpty()) {
                dropped(id);
            }
        }).replaceWithVoid();
    }

    private static boolean isUnknown(Throwable failure) {
        return failure instanceof FaultException fault && fault.fault().code() == Fault.Code.UNKNOWN_WORKFLOW;
    }
}
