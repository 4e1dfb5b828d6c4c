package org.mcporchestrator.api.http.webhook;

import java.util.Optional;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

import org.jboss.resteasy.reactive.RestPath;
import org.mcporchestrator.api.http.v1.request.Pointer;
import org.mcporchestrator.tool.argument.Findings;
import org.mcporchestrator.tool.argument.JsonBodies;
import org.mcporchestrator.tool.webhook.WebhookForms;
import org.mcporchestrator.webhook.Webhooks;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;
import org.mcporchestrator.workflow.webhook.Webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;

/** {@code /v1/workflows/{task_id}/webhook}: whom to tell of a workflow's events. */
@Path("/v1/workflows/{id}/webhook")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public class WebhookResource {

    private final Webhooks webhooks;
    private final JsonBodies bodies;

    WebhookResource(Webhooks webhooks, JsonBodies bodies) {
        this.webhooks = webhooks;
        this.bodies = bodies;
    }

    @PUT
    public Uni<ObjectNode> register(@RestPath String id, @Context RoutingContext context) {
        var workflow = workflow(id);
        return Uni.createFrom().item(() -> webhook(context))
                .chain(webhook -> webhooks.check(webhook.url(), "url")
                        .chain(() -> webhooks.register(workflow, webhook))
                        .map(durable -> WebhookAnswers.taken(workflow, webhook, durable)))
                .onFailure(FaultException.class).transform(failure -> ((FaultException) failure).renamed(Pointer::of));
    }

    private Webhook webhook(RoutingContext context) {
        var findings = new Findings();
        var webhook = WebhookForms.webhook(bodies.read(Optional.ofNullable(context.body().buffer())), findings);
        findings.report();
        return webhook.orElseThrow();
    }

    @GET
    public Uni<ObjectNode> find(@RestPath String id) {
        return webhooks.find(workflow(id)).map(found -> found.map(WebhookAnswers::registration)
                .orElseThrow(() -> nothing("the workflow " + id + " has no webhook")));
    }

    /** Also drops what was put aside. Done again it is done all the same. */
    @DELETE
    public Uni<Void> unregister(@RestPath String id) {
        return webhooks.unregister(workflow(id)).replaceWithVoid();
    }

    static WorkflowId workflow(String id) {
        return WorkflowId.parse(id).orElseThrow(() -> nothing("no workflow has this task_id"));
    }

    private static FaultException nothing(String detail) {
        return new FaultException(Fault.Code.UNKNOWN_WORKFLOW, detail);
    }
}
