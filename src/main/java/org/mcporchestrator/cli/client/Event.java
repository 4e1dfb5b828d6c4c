package org.mcporchestrator.cli.client;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An event of a workflow as the server sent it.
 *
 * @param position where the stream goes on after it
 * @param envelope {@code event_type}, {@code task_id}, {@code timestamp} and {@code data}
 */
public record Event(String position, JsonNode envelope) {

    public String type() {
        return envelope.path("event_type").asText();
    }

    public JsonNode data() {
        return envelope.path("data");
    }

    /** A field of the data; empty if it is missing. */
    public String text(String field) {
        return data().path(field).asText();
    }
}
