package org.mcporchestrator.webhook;

import java.net.URI;
import java.util.List;
import java.util.Optional;

import jakarta.inject.Singleton;

import org.mcporchestrator.journal.Journal;
import org.mcporchestrator.webhook.target.Targets;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;
import org.mcporchestrator.workflow.fault.FaultException.Problem;
import org.mcporchestrator.workflow.webhook.Webhook;

import io.smallrye.mutiny.Uni;

/** What callers do with webhooks. */
@Singleton
public class Webhooks {

    private final WebhookStore store;
    private final KnownWebhooks known;
    private final Journal journal;
    private final Targets targets;
    private final WebhooksConfig config;

    public Webhooks(WebhookStore store, KnownWebhooks known, Journal journal, Targets targets, WebhooksConfig config) {
        this.store = store;
        this.known = known;
        this.journal = journal;
        this.targets = targets;
        this.config = config;
    }

    /**
     * Looks at a URL before anything relies on it. Fails with {@code INVALID_REQUEST} if nothing may be sent there.
     *
     * @param field of the request that has it
     */
    public Uni<Void> check(URI url, String field) {
        return targets.refusal(url).chain(refusal -> refusal
                .map(reason -> Uni.createFrom().<Void> failure(
                        FaultException.invalid(List.of(new Problem(field, reason)))))
                .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    /**
     * Tells a receiver of a workflow's events, from the first one on. A second registration replaces the first and goes on
     * behind the last event that was delivered. If the store is away and the workflow is known here, it is told later.
     *
     * @return whether it is recorded, so that it survives this process; fails with {@code UNKNOWN_WORKFLOW}
     */
    public Uni<Boolean> register(WorkflowId id, Webhook webhook) {
        return store.register(id, webhook, config.rotation())
                .invoke(decision -> known.recorded(id, decision))
                .replaceWith(true)
                .onFailure(Webhooks::mayBeHere).recoverWithUni(failure -> registerLater(id, webhook, failure));
    }

    /** Remembers what a new workflow was recorded with. */
    public void begun(WorkflowId id, Webhook webhook) {
        known.recorded(id, Decision.first(webhook));
    }

    private Uni<Boolean> registerLater(WorkflowId id, Webhook webhook, Throwable failure) {
        return journal.find(id).chain(found -> found.isEmpty() ? Uni.createFrom().failure(failure)
                : Uni.createFrom().item(false).invoke(() -> known.owed(id, webhook)));
    }

    /** A workflow that was taken while the store was away is here alone, until the store has it. */
    private static boolean mayBeHere(Throwable failure) {
        return failure instanceof FaultException fault && (fault.fault().code() == Fault.Code.JOURNAL_UNAVAILABLE
                || fault.fault().code() == Fault.Code.UNKNOWN_WORKFLOW);
    }

    /**
     * Also drops what was put aside, and what the store was to be told later. Does nothing where there is no registration. One
     * that fails has dropped nothing here, and is to be repeated.
     */
    public Uni<Void> unregister(WorkflowId id) {
        return store.unregister(id)
                .invoke(removed -> removed.ifPresentOrElse(decision -> known.recorded(id, decision), () -> known.dropped(id)))
                .replaceWithVoid();
    }

    public Uni<Optional<Registration>> find(WorkflowId id) {
        return store.find(id);
    }

    /** What was given up, newest first, from behind a place. */
    public Uni<DeadLetter.Page> deadLetters(Optional<DeadLetter.Place> after, int limit) {
        return store.deadLetters(after, limit);
    }

    public Uni<Optional<DeadLetter>> deadLetter(DeliveryId id) {
        return store.deadLetter(id);
    }

    /** Forgets what was given up; false if it was not there. */
    public Uni<Boolean> discard(DeliveryId id) {
        return store.discard(id, false);
    }

    public Uni<WebhookStore.Figures> figures() {
        return store.figures();
    }
}
