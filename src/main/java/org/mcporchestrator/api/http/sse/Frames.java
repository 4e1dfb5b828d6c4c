package org.mcporchestrator.api.http.sse;

import java.time.Clock;
import java.time.temporal.ChronoUnit;

import jakarta.inject.Singleton;

import org.mcporchestrator.journal.JournalEntry;
import org.mcporchestrator.journal.live.Sight;
import org.mcporchestrator.stream.StreamItem;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.fault.Fault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Items of a stream as frames. Only events have an {@code id}: a reader comes back behind the last event. */
@Singleton
class Frames {

    private static final String HEARTBEAT = ": heartbeat\n\n";

    private final ObjectMapper mapper;
    private final Clock clock;

    Frames(ObjectMapper mapper, Clock clock) {
        this.mapper = mapper;
        this.clock = clock;
    }

    /** @param keepalives whether a heartbeat is told as an event too */
    String of(StreamItem item, boolean keepalives) {
        return switch (item) {
            case StreamItem.Opened _ -> ": open\n\n";
            case StreamItem.Heartbeat _ -> keepalives ? HEARTBEAT + keepalive() : HEARTBEAT;
            case StreamItem.Event event -> event(event.entry());
            case StreamItem.Seen seen -> seen(seen.sight());
            case StreamItem.Closed closed ->
                transport("stream_closed", mapper.createObjectNode().put("task_id", closed.id().value()));
            case StreamItem.Broken broken -> broken(broken.id(), broken.fault());
        };
    }

    private String event(JournalEntry entry) {
        return "id: " + entry.position() + "\n" + frame(entry.envelope().event().type(), entry.envelope());
    }

    /** Without an id: there is no way back to it. */
    private String seen(Sight sight) {
        return switch (sight) {
            case Sight.Progress progress -> frame(progress.envelope().event().type(), progress.envelope());
            case Sight.Delta delta -> delta(delta);
        };
    }

    private String delta(Sight.Delta delta) {
        var fields = mapper.createObjectNode()
                .put("task_id", delta.id().value())
                .put("timestamp", delta.timestamp().toString());
        fields.putObject("data")
                .put("subtask_id", delta.step().value())
                .put("agent_id", delta.agentId())
                .put("offset", delta.offset())
                .put("text", delta.text());
        return transport("agent_delta", fields);
    }

    private String keepalive() {
        return transport("keepalive",
                mapper.createObjectNode().put("timestamp", clock.instant().truncatedTo(ChronoUnit.MICROS).toString()));
    }

    private String broken(WorkflowId id, Fault fault) {
        return transport("stream_error", mapper.createObjectNode()
                .put("task_id", id.value())
                .put("error", fault.detail())
                .put("code", fault.code().wire()));
    }

    /** A frame that is no event of the workflow: without an id. */
    private String transport(String type, ObjectNode fields) {
        return frame(type, mapper.createObjectNode().put("event_type", type).setAll(fields));
    }

    /** JSON has no line breaks outside of strings, and none inside: one line of data is enough. */
    private String frame(String name, Object data) {
        try {
            return "event: " + name + "\ndata: " + mapper.writeValueAsString(data) + "\n\n";
        } catch (JsonProcessingException defect) {
            throw new IllegalStateException("an event has no JSON form", defect);
        }
    }
}
