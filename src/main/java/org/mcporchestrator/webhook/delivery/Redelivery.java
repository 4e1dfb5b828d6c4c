package org.mcporchestrator.webhook.delivery;

import java.util.Optional;

import jakarta.inject.Singleton;

import org.mcporchestrator.webhook.DeadLetter;
import org.mcporchestrator.webhook.DeliveryId;
import org.mcporchestrator.webhook.Registration;
import org.mcporchestrator.webhook.WebhookStore;

import io.smallrye.mutiny.Uni;

/** Delivers what was put aside, when somebody asks for it: one attempt, at once, under the same id as before. */
@Singleton
public class Redelivery {

    private final WebhookStore store;
    private final Courier courier;

    public Redelivery(WebhookStore store, Courier courier) {
        this.store = store;
        this.courier = courier;
    }

    /** Empty if nothing was put aside under that id. If the attempt fails it stays there. */
    public Uni<Optional<Verdict>> of(DeliveryId id) {
        return Uni.combine().all().unis(store.deadLetter(id), store.find(id.workflow())).asTuple()
                .chain(found -> found.getItem1().flatMap(letter -> found.getItem2().map(to -> attempt(letter, to)))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }

    private Uni<Optional<Verdict>> attempt(DeadLetter letter, Registration to) {
        return courier.deliver(to, letter.event())
                .call(verdict -> switch (verdict) {
                    case Verdict.Accepted _ -> store.discard(letter.id(), true);
                    case Verdict.Failed _ -> Uni.createFrom().item(false);
                    case Verdict.Gone _ -> Uni.createFrom().item(false);
                })
                .map(Optional::of);
    }
}
