package org.mcporchestrator.webhook.delivery;

import jakarta.inject.Singleton;

import org.mcporchestrator.webhook.OutgoingEvent;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.webhook.Webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Writes what receivers get. The same at every attempt, so that only the headers differ. */
@Singleton
class Bodies {

    private final ObjectMapper mapper;

    Bodies(ObjectMapper mapper) {
        // numbers as they were written, however long
        this.mapper = mapper.copy().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    }

    ObjectNode of(WorkflowId id, OutgoingEvent event, Webhook.Form form) {
        var envelope = read(event.envelope());
        return switch (form) {
            case NESTED -> nested(id, envelope);
            case FLAT -> flat(id, event, envelope);
        };
    }

    byte[] bytes(ObjectNode body) {
        try {
            return mapper.writeValueAsBytes(body);
        } catch (JsonProcessingException defect) {
            throw new IllegalStateException("cannot be written as JSON", defect);
        }
    }

    private ObjectNode nested(WorkflowId id, JsonNode envelope) {
        var body = mapper.createObjectNode().put("task_id", id.value());
        body.set("event", envelope);
        body.set("timestamp", envelope.path("timestamp"));
        return body;
    }

    private ObjectNode flat(WorkflowId id, OutgoingEvent event, JsonNode envelope) {
        var body = mapper.createObjectNode()
                .put("type", event.type())
                .put("event", event.type())
                .put("task_id", id.value())
                .put("position", event.position().toString());
        body.set("timestamp", envelope.path("timestamp"));
        body.set("data", envelope.path("data"));
        return body;
    }

    private JsonNode read(String envelope) {
        try {
            return mapper.readTree(envelope);
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("not the JSON of an event", damaged);
        }
    }
}
