package org.mcporchestrator.api.mcp.resource;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import jakarta.inject.Singleton;

import org.mcporchestrator.document.Document;
import org.mcporchestrator.document.Format;
import org.mcporchestrator.engine.WorkflowView;
import org.mcporchestrator.engine.Workflows;
import org.mcporchestrator.journal.Journal;
import org.mcporchestrator.journal.JournalEntry;
import org.mcporchestrator.journal.Position;
import org.mcporchestrator.tool.Caller;
import org.mcporchestrator.tool.Registry;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.quarkiverse.mcp.server.RequestUri;
import io.quarkiverse.mcp.server.ResourceResponse;
import io.quarkiverse.mcp.server.ResourceTemplate;
import io.quarkiverse.mcp.server.ResourceTemplateArg;
import io.quarkiverse.mcp.server.TextResourceContents;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/** Each workflow as resources: where it stands, what it brought, its report, its events. */
@Singleton
class WorkflowResources {

    private static final String ID = "task_id";
    private static final String JSON = "application/json";
    private static final String MARKDOWN = "text/markdown";
    /** Enough for the events of the largest workflow, each read of which has a limit of its own. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Workflows workflows;
    private final Journal journal;
    private final Registry registry;
    private final ObjectMapper mapper;

    WorkflowResources(Workflows workflows, Journal journal, Registry registry, ObjectMapper mapper) {
        this.workflows = workflows;
        this.journal = journal;
        this.registry = registry;
        this.mapper = mapper;
    }

    @ResourceTemplate(name = "status", uriTemplate = "orchestrator://{task_id}/status", mimeType = JSON, title = "Status of a workflow", description = "How far the workflow is, and its full result once it has ended")
    Uni<ResourceResponse> status(@ResourceTemplateArg(name = ID) String id, RequestUri uri) {
        return read(id, uri, JSON, known -> status(known).map(ObjectNode::toString));
    }

    @ResourceTemplate(name = "results", uriTemplate = "orchestrator://{task_id}/results", mimeType = JSON, title = "Results of a workflow", description = "What the workflow brought: every agent's answer, every synthesis, figures")
    Uni<ResourceResponse> results(@ResourceTemplateArg(name = ID) String id, RequestUri uri) {
        return read(id, uri, JSON, known -> results(known).map(ObjectNode::toString));
    }

    @ResourceTemplate(name = "report", uriTemplate = "orchestrator://{task_id}/report", mimeType = MARKDOWN, title = "Report of a workflow", description = "The report for people, as Markdown")
    Uni<ResourceResponse> report(@ResourceTemplateArg(name = ID) String id, RequestUri uri) {
        return read(id, uri, MARKDOWN, known -> workflows.find(known)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(WorkflowResources::report));
    }

    @ResourceTemplate(name = "events", uriTemplate = "orchestrator://{task_id}/events", mimeType = JSON, title = "Events of a workflow", description = "What happened so far, oldest first")
    Uni<ResourceResponse> events(@ResourceTemplateArg(name = ID) String id, RequestUri uri) {
        return read(id, uri, JSON, known -> events(known).map(ObjectNode::toString));
    }

    private static Uni<ResourceResponse> read(String id, RequestUri uri, String type, Function<WorkflowId, Uni<String>> text) {
        return Uni.createFrom().deferred(() -> text.apply(WorkflowId.parse(id)
                .orElseThrow(() -> ReadFailures.notFound(uri.value()))))
                .map(read -> new ResourceResponse(List.of(new TextResourceContents(uri.value(), read, type))))
                .onFailure().transform(failure -> ReadFailures.of(uri.value(), failure));
    }

    /** A long report takes a while to render, and the event loop has no while. */
    private static String report(WorkflowView view) {
        return view.result().map(result -> new Document(view.standing().submission(), result, Format.MARKDOWN).text())
                .orElseGet(() -> Gist.of(view));
    }

    /** As the tool answers it: one form of a workflow for all who ask. */
    private Uni<ObjectNode> status(WorkflowId id) {
        return registry.named("get_orchestration_status").orElseThrow()
                .call(JsonNodeFactory.instance.objectNode().put(ID, id.value()), Caller.SILENT);
    }

    private Uni<ObjectNode> results(WorkflowId id) {
        return status(id).map(status -> status.path("result") instanceof ObjectNode result ? result
                : JsonNodeFactory.instance.objectNode()
                        .put(ID, id.value())
                        .put("status", status.path("status").asText())
                        .put("error", "there is no result: the workflow has not ended yet, or it is not kept any more"));
    }

    private Uni<ObjectNode> events(WorkflowId id) {
        return workflows.find(id)
                .chain(view -> past(id, view).map(entries -> events(id, view, entries)));
    }

    /**
     * The journal is not asked for more than it should have: it would wait for the next one. It may have less for now: what a
     * driver keeps in memory while Redis is away is not there for others yet.
     */
    private Uni<List<JournalEntry>> past(WorkflowId id, WorkflowView view) {
        var known = view.standing().head().seq();
        return known == 0 ? Uni.createFrom().item(List.of())
                : journal.follow(id, Position.START).select().first(known).collect().asList()
                        .ifNoItem().after(PATIENCE).failWith(() -> new FaultException(Fault.Code.JOURNAL_UNAVAILABLE,
                                "not all events can be read now"));
    }

    private ObjectNode events(WorkflowId id, WorkflowView view, List<JournalEntry> entries) {
        var answer = mapper.createObjectNode()
                .put(ID, id.value())
                .put("status", view.standing().status().wire());
        var events = answer.putArray("events");
        entries.forEach(entry -> events.add(mapper.<ObjectNode> valueToTree(entry.envelope())
                .put("id", entry.position().toString())));
        return answer.put("count", events.size());
    }
}
