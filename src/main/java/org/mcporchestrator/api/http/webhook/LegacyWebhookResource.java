package org.mcporchestrator.api.http.webhook;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

import org.mcporchestrator.tool.argument.Arguments;
import org.mcporchestrator.tool.argument.Form;
import org.mcporchestrator.tool.argument.JsonBodies;
import org.mcporchestrator.tool.webhook.WebhookForms;
import org.mcporchestrator.webhook.Webhooks;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.webhook.Webhook;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;

/** The first routes of webhooks. */
@Path("/webhook")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public class LegacyWebhookResource {

    private final Webhooks webhooks;
    private final JsonBodies bodies;
    private final Clock clock;

    LegacyWebhookResource(Webhooks webhooks, JsonBodies bodies, Clock clock) {
        this.webhooks = webhooks;
        this.bodies = bodies;
        this.clock = clock;
    }

    @POST
    @Path("/register")
    public Uni<ObjectNode> register(@Context RoutingContext context) {
        var arguments = read(WebhookForms.LEGACY_REGISTRATION, context);
        var webhook = WebhookForms.legacy(arguments);
        var workflow = workflow(arguments);
        return webhooks.check(webhook.url(), "webhook_url")
                .chain(() -> webhooks.register(workflow, webhook))
                .map(durable -> registered(workflow, webhook, durable));
    }

    private ObjectNode registered(WorkflowId id, Webhook webhook, boolean durable) {
        var answer = answer(id).put("webhook_url", webhook.url().toString())
                .put("registered_at", clock.instant().truncatedTo(ChronoUnit.MICROS).toString());
        webhook.events().forEach(answer.putArray("events")::add);
        return answer.put("durable", durable);
    }

    /** A success also where nothing was registered. */
    @POST
    @Path("/unregister")
    public Uni<ObjectNode> unregister(@Context RoutingContext context) {
        var workflow = workflow(read(WebhookForms.LEGACY_REMOVAL, context));
        return webhooks.unregister(workflow).map(_ -> answer(workflow));
    }

    private Arguments read(Form form, RoutingContext context) {
        return form.read(bodies.read(Optional.ofNullable(context.body().buffer())));
    }

    private static WorkflowId workflow(Arguments arguments) {
        return WebhookResource.workflow(arguments.text("task_id").orElseThrow());
    }

    private static ObjectNode answer(WorkflowId id) {
        return JsonNodeFactory.instance.objectNode().put("success", true).put("task_id", id.value());
    }
}
