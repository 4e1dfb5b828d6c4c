package org.mcporchestrator.webhook.delivery;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.mcporchestrator.webhook.Assignment;
import org.mcporchestrator.webhook.KnownWebhooks;
import org.mcporchestrator.webhook.WebhookStore;
import org.mcporchestrator.webhook.WebhookStore.Taken;
import org.mcporchestrator.webhook.WebhooksConfig;

import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import io.smallrye.mutiny.operators.multi.processors.SerializedProcessor;
import io.smallrye.mutiny.subscription.Cancellable;

/**
 * Takes workflows with something to deliver, beside everything else that this process does, and delivers. Nobody waits for it;
 * what it does not get to, or does not end, another process or the next start does.
 */
@ApplicationScoped
class Deliveries {

    private final WebhookStore store;
    private final KnownWebhooks known;
    private final Ledger ledger;
    private final Courier courier;
    private final RetryPolicy policy;
    private final WebhooksConfig config;
    private final BroadcastProcessor<Object> freed = BroadcastProcessor.create();
    private final SerializedProcessor<Object, Object> wake = freed.serialized();
    private final AtomicBoolean failing = new AtomicBoolean();
    private final List<Cancellable> running = new CopyOnWriteArrayList<>();

    Deliveries(WebhookStore store, KnownWebhooks known, Ledger ledger, Courier courier, WebhooksConfig config, Clock clock) {
        this.store = store;
        this.known = known;
        this.ledger = ledger;
        this.courier = courier;
        this.policy = new RetryPolicy(config, clock, () -> ThreadLocalRandom.current().nextDouble());
        this.config = config;
    }

    void start(@Observes StartupEvent startup) {
        running.add(Multi.createBy().merging()
                .streams(Multi.createFrom().ticks().every(config.scanEvery()).onOverflow().drop().map(Object.class::cast),
                        store.due(),
                        freed.onOverflow().drop())
                .onOverflow().dropPreviousItems()
                .onItem().transformToUniAndConcatenate(_ -> round())
                .subscribe().with(_ -> {
                }, failure -> Log.error("no webhook is delivered any more", failure)));
    }

    /** No new ones; attempts under way may end, and others take what is left. */
    void drain(@Observes ShutdownDelayInitiatedEvent shutdown) {
        ledger.stop();
        running.forEach(Cancellable::cancel);
    }

    void stop(@Observes ShutdownEvent shutdown) {
        running.forEach(Cancellable::cancel);
    }

    private Uni<Void> round() {
        return !ledger.hasRoom() ? Uni.createFrom().voidItem()
                : ledger.claim()
                        .invoke(this::begin)
                        .call(taken -> known.remind(taken.mark()))
                        .invoke(() -> failing.set(false))
                        .onFailure().invoke(this::tellOnce)
                        .onFailure().recoverWithNull()
                        .replaceWithVoid();
    }

    private void tellOnce(Throwable failure) {
        if (!failing.getAndSet(true)) {
            Log.warnf("no webhooks taken: error=%s", failure.getMessage());
        }
    }

    private void begin(Taken taken) {
        taken.assignments().forEach(this::begin);
    }

    private void begin(Assignment assignment) {
        ledger.begin(assignment);
        new Errand(assignment, courier, policy, ledger).run()
                .onTermination().invoke(() -> {
                    ledger.end(assignment);
                    wake.onNext(assignment);
                })
                .subscribe().with(_ -> {
                }, failure -> Log.debugf("a delivery was not settled and will be made again: workflow=%s error=%s",
                        assignment.registration().workflow(), failure.getMessage()));
    }
}
