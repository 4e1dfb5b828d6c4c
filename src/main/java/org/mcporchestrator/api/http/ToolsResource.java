package org.mcporchestrator.api.http;

import java.util.Optional;
import java.util.Set;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

import org.jboss.resteasy.reactive.RestPath;
import org.mcporchestrator.tool.Caller;
import org.mcporchestrator.tool.Idempotency;
import org.mcporchestrator.tool.Registry;
import org.mcporchestrator.tool.Tool;
import org.mcporchestrator.tool.argument.JsonBodies;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;

/** The tools over HTTP: each at its own path, arguments in the body. */
@Path("/tools")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public class ToolsResource {

    private static final String KEY = "Idempotency-Key";
    private static final String LISTS = "list_orchestrator_patterns|list_registered_tools";
    private static final Set<String> READABLE = Set.of(LISTS.split("\\|"));

    private final Registry registry;
    private final JsonBodies bodies;

    ToolsResource(Registry registry, JsonBodies bodies) {
        this.registry = registry;
        this.bodies = bodies;
    }

    /** Whether a tool may be called by GET too, without arguments. */
    static boolean readable(String name) {
        return READABLE.contains(name);
    }

    @GET
    public ObjectNode manifests() {
        var answer = JsonNodeFactory.instance.objectNode();
        var tools = answer.putArray("tools");
        registry.tools().stream().map(Registry::manifest).forEach(tools::add);
        return answer.put("count", tools.size());
    }

    @GET
    @Path("/{name:" + LISTS + "}")
    public Uni<ObjectNode> read(@RestPath String name) {
        return named(name).call(JsonNodeFactory.instance.objectNode(), Caller.SILENT);
    }

    /** Takes the body as the gate has read it, whatever its type says: there is one kind of body only. */
    @POST
    @Path("/{name}")
    public Uni<ObjectNode> call(@RestPath String name, @Context RoutingContext context) {
        var tool = named(name);
        var body = bodies.read(Optional.ofNullable(context.body().buffer()));
        return tool.call(Idempotency.within(body, tool, Idempotency.header(context.request().headers().getAll(KEY), KEY), KEY),
                new HttpCaller(context));
    }

    private Tool named(String name) {
        return registry.named(name).orElseThrow(NotFoundException::new);
    }
}
