package org.mcporchestrator.api.http;

import java.util.Map;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A failure as HTTP answers it. */
public record Failure(int status, Map<String, String> headers, ObjectNode body) {

    public Failure {
        headers = Map.copyOf(headers);
    }
}
