package org.mcporchestrator.api.http.webhook;

import java.util.List;
import java.util.Optional;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.mcporchestrator.webhook.DeliveryId;
import org.mcporchestrator.webhook.Webhooks;
import org.mcporchestrator.webhook.delivery.Redelivery;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;
import org.mcporchestrator.workflow.fault.FaultException.Problem;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;

/** {@code /v1/webhooks/dead-letters}: events that were given up. */
@Path("/v1/webhooks/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public class DeadLetterResource {

    private static final int USUAL = 100;
    private static final int MOST = 1000;

    private final Webhooks webhooks;
    private final Redelivery redelivery;

    DeadLetterResource(Webhooks webhooks, Redelivery redelivery) {
        this.webhooks = webhooks;
        this.redelivery = redelivery;
    }

    /** Newest first; {@code cursor} is what {@code next} of the page before tells. */
    @GET
    public Uni<ObjectNode> list(@RestQuery Optional<String> limit, @RestQuery Optional<String> cursor) {
        var most = limit.map(DeadLetterResource::limit).orElse(USUAL);
        return webhooks.deadLetters(cursor.map(DeadLetterResource::cursor), most)
                .map(letters -> WebhookAnswers.letters(letters, most));
    }

    @POST
    @Path("/{letter}/redeliver")
    public Uni<ObjectNode> redeliver(@RestPath String letter) {
        return redelivery.of(id(letter)).map(verdict -> verdict.map(ended -> WebhookAnswers.verdict(letter, ended))
                .orElseThrow(() -> nothing()));
    }

    @DELETE
    @Path("/{letter}")
    public Uni<Void> discard(@RestPath String letter) {
        return webhooks.discard(id(letter)).invoke(there -> {
            if (!there) {
                throw nothing();
            }
        }).replaceWithVoid();
    }

    private static int limit(String text) {
        if (!text.matches("\\d{1,4}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MOST) {
            throw wrong("limit", "must be a whole number from 1 to " + MOST);
        }
        return Integer.parseInt(text);
    }

    private static DeliveryId cursor(String text) {
        return DeliveryId.parse(text).orElseThrow(() -> wrong("cursor", "must be what next of the page before tells"));
    }

    private static DeliveryId id(String text) {
        return DeliveryId.parse(text).orElseThrow(() -> nothing());
    }

    private static FaultException wrong(String field, String message) {
        return FaultException.invalid(List.of(new Problem(field, message)));
    }

    private static FaultException nothing() {
        return new FaultException(Fault.Code.UNKNOWN_WORKFLOW, "there is no such dead letter");
    }
}
