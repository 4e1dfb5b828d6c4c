package org.mcporchestrator.api.http.v1;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.UriInfo;

import org.jboss.resteasy.reactive.RestPath;
import org.mcporchestrator.api.http.download.Documents;
import org.mcporchestrator.api.http.v1.answer.Representation;
import org.mcporchestrator.api.http.v1.request.Bodies;
import org.mcporchestrator.api.http.v1.request.Parameters;
import org.mcporchestrator.engine.WorkflowView;
import org.mcporchestrator.engine.Workflows;
import org.mcporchestrator.engine.Workflows.Started;
import org.mcporchestrator.journal.durable.Durability;
import org.mcporchestrator.tool.Idempotency;
import org.mcporchestrator.tool.webhook.Starts;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;
import org.mcporchestrator.workflow.result.OrchestratorResult;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;

/** Workflows as resources. Their events are served by the route of all event streams. */
@Path(Representation.WORKFLOWS)
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public class WorkflowsResource {

    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    private static final int ACCEPTED = 202;

    private final Workflows workflows;
    private final Starts starts;
    private final Bodies bodies;
    private final Representation representation;
    private final Documents documents;
    private final Durability durability;
    private final ObjectMapper mapper;

    WorkflowsResource(Workflows workflows, Starts starts, Bodies bodies, Representation representation, Documents documents,
            Durability durability, ObjectMapper mapper) {
        this.workflows = workflows;
        this.starts = starts;
        this.bodies = bodies;
        this.representation = representation;
        this.documents = documents;
        this.durability = durability;
        this.mapper = mapper;
    }

    @POST
    public Uni<Response> start(@Context RoutingContext context) {
        return Uni.createFrom().item(() -> bodies.start(body(context), key(context)))
                .chain(request -> starts.start(request, "/webhook/url"))
                .chain(this::started)
                .onFailure(FaultException.class).transform(failure -> Bodies.placed((FaultException) failure));
    }

    @GET
    public Uni<ObjectNode> list(@Context UriInfo uri) {
        var selection = Parameters.selection(uri.getQueryParameters());
        return workflows.list(selection.filter(), selection.after(), selection.limit()).map(representation::page);
    }

    @GET
    @Path("/{id}")
    public Uni<ObjectNode> status(@RestPath String id) {
        return workflows.find(workflow(id)).map(representation::of);
    }

    @DELETE
    @Path("/{id}")
    public Uni<Void> remove(@RestPath String id) {
        return workflows.remove(workflow(id));
    }

    /** 202 with where it stands as long as the workflow goes on, and 410 if its result has expired. */
    @GET
    @Path("/{id}/result")
    public Uni<Response> result(@RestPath String id, @Context UriInfo uri, @Context HttpHeaders headers) {
        return workflows.await(workflow(id), Parameters.wait(uri.getQueryParameters()))
                .map(view -> view.awaitedResult().map(result -> ended(result, headers)).orElseGet(() -> accepted(view))
                        .build());
    }

    @GET
    @Path("/{id}/documents/{name}")
    @Produces(MediaType.WILDCARD)
    public Uni<Response> document(@RestPath String id, @RestPath String name) {
        return documents.of(id, name);
    }

    @POST
    @Path("/{id}/cancel")
    public Uni<ObjectNode> cancel(@RestPath String id) {
        return workflows.cancel(workflow(id)).map(representation::of);
    }

    @POST
    @Path("/{id}/resume")
    public Uni<Response> resume(@RestPath String id, @Context RoutingContext context) {
        var workflow = workflow(id);
        return Uni.createFrom().item(() -> bodies.changes(body(context)))
                .chain(changes -> workflows.resume(workflow, changes))
                .map(view -> accepted(view).build())
                .onFailure(FaultException.class).transform(failure -> Bodies.placed((FaultException) failure));
    }

    /** 200 where an earlier request under the same key has started it. */
    private Uni<Response> started(Started started) {
        var id = started.submission().id();
        return (started.repeated() ? workflows.find(id).map(representation::of)
                : Uni.createFrom().item(representation.of(started.submission(), started.status())))
                .map(answer -> Response.status(started.repeated() ? Response.Status.OK : Response.Status.ACCEPTED)
                        .header("Location", Representation.pathOf(id))
                        .entity(answer.put("durable", durability.state().durable())).build());
    }

    private ResponseBuilder accepted(WorkflowView view) {
        return Response.status(ACCEPTED).header("Location", Representation.pathOf(view.standing().id()))
                .entity(representation.of(view));
    }

    /** May be kept by whoever asked, and is asked for again each time: a workflow that ended can go on. */
    private ResponseBuilder ended(OrchestratorResult result, HttpHeaders headers) {
        var tag = tag(result);
        var same = headers.getRequestHeader("If-None-Match").stream().flatMap(header -> List.of(header.split(",")).stream())
                .map(given -> given.strip().replaceFirst("^W/", "")).anyMatch(given -> given.equals(tag) || given.equals("*"));
        return (same ? Response.notModified() : Response.ok(text(result))).header("ETag", "W/" + tag)
                .header("Cache-Control", "private, no-cache");
    }

    private String text(OrchestratorResult result) {
        try {
            return mapper.writeValueAsString(result);
        } catch (JsonProcessingException defect) {
            throw new IllegalStateException("a result has no JSON form", defect);
        }
    }

    /**
     * Which end of the workflow it is: none is ever changed, but one that goes on gets another. A weak one, since an answer
     * from memory may write a number in another way than one from Redis.
     */
    private static String tag(OrchestratorResult result) {
        return '"' + Long.toHexString(ChronoUnit.MICROS.between(Instant.EPOCH, result.completedAt())) + '"';
    }

    private static Optional<Buffer> body(RoutingContext context) {
        return Optional.ofNullable(context.body().buffer());
    }

    private static Optional<String> key(RoutingContext context) {
        return Idempotency.header(context.request().headers().getAll(IDEMPOTENCY_KEY), IDEMPOTENCY_KEY);
    }

    /** Text that cannot be an id names no workflow. */
    private static WorkflowId workflow(String id) {
        return WorkflowId.parse(id)
                .orElseThrow(() -> new FaultException(Fault.Code.UNKNOWN_WORKFLOW, "no workflow has this id"));
    }
}
