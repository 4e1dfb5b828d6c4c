package org.mcporchestrator.webhook;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;
import org.mcporchestrator.journal.Journal;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;
import org.mcporchestrator.workflow.webhook.Webhook;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/**
 * What this process was told about webhooks, the newest of it. What the store could not take, or has lost, is told to it again
 * as soon as it knows the workflow.
 */
@Singleton
public class KnownWebhooks {

    private static final int KEPT = 10_000;
    private static final int TOLD_AT_ONCE = 50;

    /** By then whoever drives a workflow has recorded it again, or nobody ever will. */
    private static final Duration WORKFLOWS_RETURN_WITHIN = Duration.ofMinutes(5);

    /** Something that the store lacks, and how to tell it. */
    private record Reminder(WorkflowId id, Supplier<Uni<?>> telling) {}

    private final WebhookStore store;
    private final Journal journal;
    private final WebhooksConfig config;
    private final Clock clock;
    private final Map<WorkflowId, Decision> known = new LinkedHashMap<>();
    private final Map<WorkflowId, Decision> lost = new LinkedHashMap<>();
    private final Map<WorkflowId, Webhook> owed = new LinkedHashMap<>();
    private Instant lostAt = Instant.MIN;
    private @Nullable String mark;

    public KnownWebhooks(WebhookStore store, Journal journal, WebhooksConfig config, Clock clock) {
        this.store = store;
        this.journal = journal;
        this.config = config;
        this.clock = clock;
    }

    /** The store has it. */
    synchronized void recorded(WorkflowId id, Decision decision) {
        owed.remove(id);
        lost.remove(id);
        keep(known, id, decision);
    }

    /** The store is to get it as soon as it can. */
    synchronized void owed(WorkflowId id, Webhook webhook) {
        keep(owed, id, webhook);
    }

    /** There is none any more, neither in the store nor to come. */
    synchronized void dropped(WorkflowId id) {
        known.remove(id);
        owed.remove(id);
        lost.remove(id);
    }

    private static <T> void keep(Map<WorkflowId, T> kept, WorkflowId id, T value) {
        kept.remove(id);
        kept.put(id, value);
        if (kept.size() > KEPT) {
            kept.remove(kept.keySet().iterator().next());
        }
    }

    /**
     * Tells the store some of what it lacks; to be called again and again. Stops where the store does not answer. Never fails.
     *
     * @param current mark of the store's data; another one than before if it has lost them
     */
    public Uni<Void> remind(String current) {
        return Multi.createFrom().iterable(lacking(current))
                .onItem().transformToUniAndConcatenate(this::remind)
                .select().first(goesOn -> goesOn)
                .collect().last()
                .replaceWithVoid();
    }

    private synchronized List<Reminder> lacking(String current) {
        if (mark != null && !mark.equals(current)) {
            lost.putAll(known);
            lostAt = clock.instant();
        }
        mark = current;
        return Stream.concat(
                owed.entrySet().stream().map(each -> registration(each.getKey(), each.getValue())),
                lost.entrySet().stream().map(each -> restoration(each.getKey(), each.getValue())))
                .limit(TOLD_AT_ONCE).toList();
    }

    private Reminder registration(WorkflowId id, Webhook webhook) {
        return new Reminder(id, () -> store.register(id, webhook, config.rotation())
                .invoke(decision -> recorded(id, decision)));
    }

    private Reminder restoration(WorkflowId id, Decision decision) {
        return new Reminder(id, () -> store.restore(id, decision).invoke(stands -> restored(id, decision, stands)));
    }

    /** What was decided here meanwhile is not touched by the answer. */
    private synchronized void restored(WorkflowId id, Decision decision, boolean stands) {
        lost.remove(id, decision);
        if (!stands) {
            known.remove(id, decision);
        }
    }

    /** Whether to go on with the next one. */
    private Uni<Boolean> remind(Reminder reminder) {
        return Uni.createFrom().deferred(() -> reminder.telling().get())
                .replaceWith(true)
                .onFailure(KnownWebhooks::isUnknown).recoverWithUni(() -> forgetIfGone(reminder.id()).replaceWith(true))
                .onFailure().invoke(failure -> Log.debugf("webhook not recorded yet: workflow=%s error=%s", reminder.id(),
                        failure.getMessage()))
                .onFailure().recoverWithItem(false);
    }

    /** A workflow that the journal still knows, or that somebody may record again, will be where the store looks. */
    private Uni<Void> forgetIfGone(WorkflowId id) {
        return journal.find(id).invoke(found -> {
            if (found.isEmpty() && !mayReturn(id)) {
                dropped(id);
            } else {
                putOff(id);
            }
        }).replaceWithVoid();
    }

    private synchronized boolean mayReturn(WorkflowId id) {
        return lost.containsKey(id) && clock.instant().isBefore(lostAt.plus(WORKFLOWS_RETURN_WITHIN));
    }

    /** Behind all others, so that it does not keep them from their turn. */
    private synchronized void putOff(WorkflowId id) {
        again(owed, id);
        again(lost, id);
    }

    private static <T> void again(Map<WorkflowId, T> waiting, WorkflowId id) {
        var value = waiting.remove(id);
        if (value != null) {
            waiting.put(id, value);
        }
    }

    private static boolean isUnknown(Throwable failure) {
        return failure instanceof FaultException fault && fault.fault().code() == Fault.Code.UNKNOWN_WORKFLOW;
    }
}
