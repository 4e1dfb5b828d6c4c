package org.mcporchestrator.api.mcp.resource;

import java.util.List;
import java.util.function.Function;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import org.mcporchestrator.engine.WorkflowView;
import org.mcporchestrator.engine.Workflows;
import org.mcporchestrator.journal.Journal;
import org.mcporchestrator.journal.JournalEntry;
import org.mcporchestrator.journal.Position;
import org.mcporchestrator.tool.Caller;
import org.mcporchestrator.tool.Registry;
import org.mcporchestrator.workflow.WorkflowId;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.quarkiverse.mcp.server.ResourceResponse;
import io.quarkiverse.mcp.server.ResourceTemplateManager;
import io.quarkiverse.mcp.server.ResourceTemplateManager.ResourceTemplateArguments;
import io.quarkiverse.mcp.server.TextResourceContents;
import io.quarkiverse.mcp.server.TransportHint;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;

/** Each workflow as resources: where it stands, what it brought, its report, its events. */
@Singleton
class WorkflowResources {

    private static final String JSON = "application/json";
    private static final String MARKDOWN = "text/markdown";

    private final Workflows workflows;
    private final Journal journal;
    private final Registry registry;
    private final ResourceTemplateManager templates;
    private final ObjectMapper mapper;

    WorkflowResources(Workflows workflows, Journal journal, Registry registry, ResourceTemplateManager templates,
            ObjectMapper mapper) {
        this.workflows = workflows;
        this.journal = journal;
        this.registry = registry;
        this.templates = templates;
        this.mapper = mapper;
    }

    void register(@Observes StartupEvent startup) {
        register(Aspect.STATUS, JSON, id -> status(id).map(ObjectNode::toString));
        register(Aspect.RESULTS, JSON, id -> results(id).map(ObjectNode::toString));
        register(Aspect.REPORT, MARKDOWN, id -> workflows.find(id).map(MarkdownReport::of));
        register(Aspect.EVENTS, JSON, id -> events(id).map(ObjectNode::toString));
    }

    private void register(Aspect aspect, String type, Function<WorkflowId, Uni<String>> text) {
        templates.newResourceTemplate(aspect.wire())
                .setTitle(aspect.title())
                .setDescription(aspect.description())
                .setUriTemplate(aspect.template())
                .setMimeType(type)
                .addHint(TransportHint.STREAMABLE_HTTP_SKIP_SSE_INIT)
                .setAsyncHandler(request -> read(request, type, text))
                .register();
    }

    private Uni<ResourceResponse> read(ResourceTemplateArguments request, String type, Function<WorkflowId, Uni<String>> text) {
        var uri = request.requestUri().value();
        return Uni.createFrom().deferred(() -> text.apply(WorkflowId.parse(request.args().get(Aspect.ID))
                .orElseThrow(() -> ReadFailures.notFound(uri))))
                .map(read -> new ResourceResponse(List.of(new TextResourceContents(uri, read, type))))
                .onFailure().transform(failure -> ReadFailures.of(uri, failure));
    }

    /** As the tool answers it: one form of a workflow for all who ask. */
    private Uni<ObjectNode> status(WorkflowId id) {
        return registry.named("get_orchestration_status").orElseThrow()
                .call(JsonNodeFactory.instance.objectNode().put(Aspect.ID, id.value()), Caller.SILENT);
    }

    private Uni<ObjectNode> results(WorkflowId id) {
        return status(id).map(status -> status.path("result") instanceof ObjectNode result ? result
                : JsonNodeFactory.instance.objectNode()
                        .put(Aspect.ID, id.value())
                        .put("status", status.path("status").asText())
                        .put("error", "there is no result yet: the workflow has not ended"));
    }

    private Uni<ObjectNode> events(WorkflowId id) {
        return workflows.find(id)
                .chain(view -> past(id, view).map(entries -> events(id, view, entries)));
    }

    /** The journal is not asked for more than it has: it would wait for the next one. */
    private Uni<List<JournalEntry>> past(WorkflowId id, WorkflowView view) {
        var known = view.standing().head().seq();
        return known == 0 ? Uni.createFrom().item(List.of())
                : journal.follow(id, Position.START).select().first(known).collect().asList();
    }

    private ObjectNode events(WorkflowId id, WorkflowView view, List<JournalEntry> entries) {
        var answer = mapper.createObjectNode()
                .put(Aspect.ID, id.value())
                .put("status", view.standing().status().wire());
        var events = answer.putArray("events");
        entries.forEach(entry -> events.add(mapper.<ObjectNode> valueToTree(entry.envelope())
                .put("id", entry.position().toString())));
        return answer.put("count", events.size());
    }
}
