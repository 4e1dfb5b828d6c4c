package org.mcporchestrator.api.mcp.resource;

import java.util.List;
import java.util.stream.StreamSupport;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import org.mcporchestrator.tool.Caller;
import org.mcporchestrator.tool.Registry;
import org.mcporchestrator.tool.orchestration.PatternCard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.quarkiverse.mcp.server.RequestUri;
import io.quarkiverse.mcp.server.ResourceManager;
import io.quarkiverse.mcp.server.ResourceResponse;
import io.quarkiverse.mcp.server.ResourceTemplate;
import io.quarkiverse.mcp.server.TextResourceContents;
import io.quarkiverse.mcp.server.TransportHint;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;

/** Each pattern as a resource, and a template under which all are found. */
@Singleton
class PatternResources {

    private static final String JSON = "application/json";

    private final Registry registry;
    private final ResourceManager resources;

    PatternResources(Registry registry, ResourceManager resources) {
        this.registry = registry;
        this.resources = resources;
    }

    void register(@Observes StartupEvent startup) {
        PatternCard.ALL.forEach(this::register);
    }

    @ResourceTemplate(name = "info", uriTemplate = "orchestrator://{pattern}/info", mimeType = JSON, title = "A pattern", description = "How the agents of a pattern work together, what it is good for, and its defaults")
    Uni<ResourceResponse> info(String pattern, RequestUri uri) {
        return read(uri.value(), pattern);
    }

    private void register(PatternCard card) {
        resources.newResource(card.name())
                .setTitle(card.displayName())
                .setDescription(card.description())
                .setUri("orchestrator://" + card.name() + "/info")
                .setMimeType(JSON)
                .addHint(TransportHint.STREAMABLE_HTTP_SKIP_SSE_INIT)
                .setAsyncHandler(request -> read(request.requestUri().value(), card.name()))
                .register();
    }

    private Uni<ResourceResponse> read(String uri, String pattern) {
        return registry.named("list_orchestrator_patterns").orElseThrow()
                .call(JsonNodeFactory.instance.objectNode(), Caller.SILENT)
                .map(all -> find(all, pattern, uri))
                .map(found -> new ResourceResponse(List.of(new TextResourceContents(uri, found.toString(), JSON))))
                .onFailure().transform(failure -> ReadFailures.of(uri, failure));
    }

    private static JsonNode find(ObjectNode all, String pattern, String uri) {
        return StreamSupport.stream(all.path("patterns").spliterator(), false)
                .filter(entry -> entry.path("name").asText().equals(pattern))
                .findFirst()
                .orElseThrow(() -> ReadFailures.notFound(uri));
    }
}
