package org.mcporchestrator.api.http;

import java.util.Optional;
import java.util.stream.Stream;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import org.mcporchestrator.engine.Workflows;
import org.mcporchestrator.journal.Listing;
import org.mcporchestrator.journal.Standing;
import org.mcporchestrator.tool.orchestration.PatternCard;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;

/** What there is: the server itself, and what can be read. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public class IndexResource {

    private static final int RECENT = 100;

    private final HttpConfig config;
    private final Endpoints endpoints;
    private final Workflows workflows;
    private final ObjectMapper mapper;

    IndexResource(HttpConfig config, Endpoints endpoints, Workflows workflows, ObjectMapper mapper) {
        this.config = config;
        this.endpoints = endpoints;
        this.workflows = workflows;
        this.mapper = mapper;
    }

    @GET
    public ObjectNode index() {
        var answer = mapper.createObjectNode()
                .put("name", HealthResource.SERVICE)
                .put("version", config.version())
                .put("description", "Runs multi-agent LLM workflows, durably, over HTTP and the Model Context Protocol");
        answer.set("endpoints", mapper.valueToTree(endpoints.byName()));
        PatternCard.ALL.forEach(card -> answer.withArray("orchestrators").add(card.name()));
        return answer;
    }

    /** The patterns, and two entries for each of the newest workflows. */
    @GET
    @Path("/resources")
    public Uni<ObjectNode> resources() {
        return workflows.list(Listing.Filter.ALL, Optional.empty(), RECENT).map(this::resources);
    }

    private ObjectNode resources(Listing recent) {
        var answer = mapper.createObjectNode();
        var all = answer.putArray("resources");
        PatternCard.ALL.stream().map(this::information).forEach(all::add);
        recent.standings().stream().flatMap(this::workflow).forEach(all::add);
        return answer.put("count", all.size());
    }

    private ObjectNode information(PatternCard card) {
        return resource("orchestrator://" + card.name() + "/info", card.displayName(), card.description());
    }

    private Stream<ObjectNode> workflow(Standing standing) {
        var uri = "orchestrator://" + standing.id();
        var title = standing.submission().title();
        return Stream.of(
                resource(uri + "/status", "Status: " + title, "How far the workflow is: " + standing.status().wire()),
                resource(uri + "/results", "Results: " + title, "What the workflow brought, once it has ended"));
    }

    private ObjectNode resource(String uri, String name, String description) {
        return mapper.createObjectNode()
                .put("uri", uri)
                .put("name", name)
                .put("description", description)
                .put("mimeType", MediaType.APPLICATION_JSON);
    }
}
