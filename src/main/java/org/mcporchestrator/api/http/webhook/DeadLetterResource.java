package org.mcporchestrator.api.http.webhook;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

import org.jboss.resteasy.reactive.RestPath;
import org.mcporchestrator.api.http.Problems;
import org.mcporchestrator.api.http.v1.request.Parameters;
import org.mcporchestrator.webhook.DeliveryId;
import org.mcporchestrator.webhook.Webhooks;
import org.mcporchestrator.webhook.delivery.Redelivery;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;

/** {@code /v1/webhooks/dead-letters}: events that were given up. */
@Path("/v1/webhooks/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public class DeadLetterResource {

    private final Webhooks webhooks;
    private final Redelivery redelivery;
    private final Problems problems;

    DeadLetterResource(Webhooks webhooks, Redelivery redelivery, Problems problems) {
        this.webhooks = webhooks;
        this.redelivery = redelivery;
        this.problems = problems;
    }

    /** Newest first. */
    @GET
    public Uni<ObjectNode> list(@Context UriInfo uri) {
        var selection = Parameters.letters(uri.getQueryParameters());
        return webhooks.deadLetters(selection.after(), selection.limit()).map(WebhookAnswers::letters);
    }

    @POST
    @Path("/{letter}/redeliver")
    public Uni<ObjectNode> redeliver(@RestPath String letter) {
        return redelivery.of(id(letter)).map(verdict -> verdict.map(ended -> WebhookAnswers.verdict(letter, ended))
                .orElseThrow(problems::noSuchDeadLetter));
    }

    @DELETE
    @Path("/{letter}")
    public Uni<Void> discard(@RestPath String letter) {
        return webhooks.discard(id(letter)).invoke(there -> {
            if (!there) {
                throw problems.noSuchDeadLetter();
            }
        }).replaceWithVoid();
    }

    private DeliveryId id(String text) {
        return DeliveryId.parse(text).orElseThrow(problems::noSuchDeadLetter);
    }
}
