package org.mcporchestrator.cli.client;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * What model clients and servers send each other: a JSON-RPC message, or a batch of them as revision 2025-03-26 has it.
 *
 * @param line the text as it was sent, without line breaks: what is passed on is not written anew
 * @param body an object or an array
 */
public record McpMessage(String line, JsonNode body) {

    /** @throws JsonProcessingException if it is no JSON */
    public static McpMessage of(String text) throws JsonProcessingException {
        // Strings hold no line breaks (RFC 8259, section 7), so these stand between tokens
        return new McpMessage(text.replace('\n', ' ').replace('\r', ' '), Client.JSON.readTree(text));
    }

    static McpMessage of(JsonNode body) {
        return new McpMessage(body.toString(), body);
    }

    /** Of a single message; empty if it has none. */
    public String method() {
        return body.path("method").asText();
    }

    /** Ids of the requests in it, which want an answer. */
    public List<JsonNode> asked() {
        return ids(part -> !answer(part));
    }

    /** Ids of the requests that it answers. */
    public List<JsonNode> answered() {
        return ids(McpMessage::answer);
    }

    private List<JsonNode> ids(Predicate<JsonNode> which) {
        return (body.isArray() ? body.valueStream() : Stream.of(body))
                .filter(part -> part.hasNonNull("id"))
                .filter(which)
                .map(part -> part.path("id"))
                .toList();
    }

    private static boolean answer(JsonNode part) {
        return part.has("result") || part.has("error");
    }
}
