package org.mcporchestrator.api.mcp.wire;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.vertx.ext.web.RoutingContext;

/**
 * A body that a client posted: one JSON-RPC message, or a batch of them as revision 2025-03-26 has it. Its numbers are as exact
 * as they were sent.
 */
public record Inbound(JsonNode body) {

    private static final String KEY = Inbound.class.getName();

    /** What was kept of the request that is being served. */
    public static Inbound of(RoutingContext context) {
        return Objects.requireNonNull(context.<Inbound> get(KEY));
    }

    void keep(RoutingContext context) {
        context.put(KEY, this);
    }

    /** The messages in the body, in order. */
    Stream<JsonNode> messages() {
        return body.isArray() ? body.valueStream() : Stream.of(body);
    }

    /** The only message, if there is one only. */
    Optional<ObjectNode> single() {
        return body instanceof ObjectNode message ? Optional.of(message) : Optional.empty();
    }

    /** The arguments of the request with that id; an empty object if it has none. */
    public JsonNode arguments(Object requestId) {
        return messages()
                .filter(message -> message.path("id").asText().equals(String.valueOf(requestId)))
                .map(message -> message.path("params").path("arguments"))
                .filter(JsonNode::isObject)
                .findFirst()
                .orElseGet(JsonNodeFactory.instance::objectNode);
    }

    /**
     * The same body without arguments that are null, which mean the same as absent ones.
     *
     * @return empty if there is none
     */
    Optional<JsonNode> withoutNulls() {
        var arguments = messages()
                .map(message -> message.path("params").path("arguments"))
                .filter(given -> given.valueStream().anyMatch(JsonNode::isNull))
                .toList();
        return arguments.isEmpty() ? Optional.empty() : Optional.of(cleaned(body.deepCopy()));
    }

    private static JsonNode cleaned(JsonNode copy) {
        new Inbound(copy).messages()
                .map(message -> message.path("params").path("arguments"))
                .filter(ObjectNode.class::isInstance)
                .forEach(arguments -> ((ObjectNode) arguments).remove(nulls(arguments)));
        return copy;
    }

    private static List<String> nulls(JsonNode arguments) {
        return arguments.propertyStream().filter(field -> field.getValue().isNull()).map(field -> field.getKey()).toList();
    }
}
