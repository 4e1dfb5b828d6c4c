package org.mcporchestrator.webhook.delivery;

import org.mcporchestrator.webhook.Assignment;
import org.mcporchestrator.webhook.OutgoingEvent;
import org.mcporchestrator.webhook.Registration;
import org.mcporchestrator.webhook.Settlement;
import org.mcporchestrator.webhook.WebhookStore.Standing;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/** One claimed workflow: its events one after the other, each settled before the next, as long as the claim holds. */
final class Errand {

    private final Assignment assignment;
    private final Courier courier;
    private final RetryPolicy policy;
    private final Ledger ledger;
    private Registration.Progress progress;
    private boolean mine = true;

    Errand(Assignment assignment, Courier courier, RetryPolicy policy, Ledger ledger) {
        this.assignment = assignment;
        this.courier = courier;
        this.policy = policy;
        this.ledger = ledger;
        this.progress = assignment.registration().progress();
    }

    /** Done when the claim is given up. */
    Uni<Void> run() {
        return Multi.createFrom().iterable(assignment.events())
                .onItem().transformToUniAndConcatenate(this::attempt)
                .invoke(standing -> mine = standing == Standing.MINE)
                .select().first(_ -> mine && !ledger.stopping())
                .collect().last()
                .chain(_ -> mine ? ledger.settle(assignment, new Settlement.Release()).replaceWithVoid()
                        : Uni.createFrom().voidItem());
    }

    private Uni<Standing> attempt(OutgoingEvent event) {
        return courier.deliver(assignment.registration(), event)
                .map(verdict -> policy.after(verdict, event, progress))
                .invoke(this::tell)
                .chain(settlement -> ledger.settle(assignment, settlement));
    }

    private void tell(Settlement settlement) {
        var id = assignment.registration().workflow();
        var host = assignment.registration().webhook().host();
        switch (settlement) {
            case Settlement.Delivered arrived -> progress = progress.delivered(arrived.position());
            case Settlement.Dead buried -> {
                progress = progress.buried(buried.position());
                Log.warnf("webhook delivery given up: workflow=%s position=%s host=%s error=%s", id,
                        buried.position(), host, buried.error());
            }
            case Settlement.Retry retry -> Log.debugf(
                    "webhook delivery failed: workflow=%s host=%s attempts=%d wait=%s error=%s", id, host,
                    progress.attempts() + 1, retry.pause(), retry.error());
            case Settlement.Disabled disabled ->
                Log.infof("webhook disabled: workflow=%s host=%s error=%s", id, host, disabled.error());
            case Settlement.Release _ -> {
            }
        }
    }
}
