package org.mcporchestrator.api.http.contract;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;

/** The document of the interface as the server serves it. */
record Document(JsonNode root, Map<String, JsonSchema> compiled) {

    static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(VersionFlag.V202012);

    /** What can be asked: a path as a template, a method, and what the document says of both. */
    record Operation(String path, String method, JsonNode node, List<JsonNode> parameters) {

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    static Document of(URI root) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(root.resolve("/q/openapi?format=json")).build();
            return new Document(MAPPER.readTree(client.send(request, BodyHandlers.ofString()).body()),
                    new ConcurrentHashMap<>());
        }
    }

    List<Operation> operations() {
        var all = new ArrayList<Operation>();
        root.path("paths").properties().forEach(path -> path.getValue().properties().stream()
                .filter(method -> !method.getKey().equals("parameters"))
                .forEach(method -> all.add(new Operation(path.getKey(), method.getKey().toUpperCase(), method.getValue(),
                        Stream.of(path.getValue(), method.getValue())
                                .flatMap(node -> node.path("parameters").valueStream()).map(this::resolved).toList()))));
        return all;
    }

    /** What a reference stands for, else the node itself. */
    JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? resolved(root.at(node.get("$ref").asText().substring(1))) : node;
    }

    JsonNode schema(String name) {
        return root.at("/components/schemas/" + name);
    }

    /** What is wrong with an answer; empty if it is as the document says. */
    Optional<String> mismatch(Operation operation, int status, String type, String body) {
        var response = resolved(operation.node().path("responses").path(String.valueOf(status)));
        if (response.isMissingNode()) {
            return Optional.of("status " + status + " is not documented: " + body);
        }
        var content = response.path("content");
        if (content.isEmpty()) {
            return body.isEmpty() ? Optional.empty() : Optional.of("status " + status + " has a body: " + body);
        }
        var media = type.split(";")[0].strip();
        if (!content.has(media)) {
            return Optional.of("media type " + type + " is not documented for " + status);
        }
        return media.endsWith("json") ? invalid(content.get(media).path("schema"), body) : Optional.empty();
    }

    private Optional<String> invalid(JsonNode schema, String body) {
        try {
            var messages = compiled(schema).validate(MAPPER.readTree(body));
            return messages.isEmpty() ? Optional.empty() : Optional.of(messages + ": " + body);
        } catch (java.io.IOException noJson) {
            return Optional.of("no JSON: " + body);
        }
    }

    /** References point into the document, so that its components come along. */
    JsonSchema compiled(JsonNode schema) {
        return compiled.computeIfAbsent(schema.toString(), _ -> {
            ObjectNode whole = JsonNodeFactory.instance.objectNode();
            whole.set("components", root.path("components"));
            whole.putArray("allOf").add(schema);
            return SCHEMAS.getSchema(whole);
        });
    }
}
