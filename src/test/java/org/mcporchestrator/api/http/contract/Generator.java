package org.mcporchestrator.api.http.contract;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;

import org.mcporchestrator.api.http.contract.Document.Operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Makes requests from what the document says of an operation: right ones, and such with something wrong. */
final class Generator {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> ODD = List.of("", " ", "x", "-1", "0", "61", "1e400", "null", "\u0000", "ä€😀", "a:b",
            "../..", "%2e%2e", "research_000000000000", "{}", "[]", "true", "2026-01-02T03:04:05Z", "999999999999999999999");

    /** @param headers names and values in turn */
    record Call(Operation operation, String path, List<String> headers, Optional<String> body) {}

    private final Document document;
    private final List<String> ids;
    private final Random random;

    /** @param ids of workflows that there are, or were */
    Generator(Document document, List<String> ids, long seed) {
        this.document = document;
        this.ids = ids;
        this.random = new Random(seed);
    }

    Call call(Operation operation) {
        var path = operation.path();
        var query = new ArrayList<String>();
        var headers = new ArrayList<String>();
        for (var parameter : operation.parameters()) {
            var name = parameter.path("name").asText();
            switch (parameter.path("in").asText()) {
                case "path" -> path = path.replace("{" + name + "}", encoded(pathValue(name, parameter)));
                case "query" -> value(parameter).ifPresent(value -> query.add(name + "=" + encoded(value)));
                default -> value(parameter).filter(Generator::fitsIntoAHeader)
                        .ifPresent(value -> headers.addAll(List.of(name, value)));
            }
        }
        var body = Optional.of(document.resolved(operation.node().path("requestBody"))).filter(node -> !node.isMissingNode())
                .map(node -> body(operation, node.path("content").path("application/json").path("schema")));
        body.ifPresent(_ -> headers.addAll(List.of("Content-Type", chance(40) ? "text/plain" : "application/json")));
        if (chance(50)) {
            headers.addAll(List.of("Accept", "image/png"));
        }
        return new Call(operation, query.isEmpty() ? path : path + "?" + String.join("&", query), headers, body);
    }

    private String pathValue(String name, JsonNode parameter) {
        if (chance(8)) {
            return ODD.get(random.nextInt(5, ODD.size()));
        }
        var values = parameter.path("schema").path("enum");
        if (!values.isMissingNode()) {
            return values.get(random.nextInt(values.size())).asText();
        }
        return name.endsWith("id") ? ids.get(random.nextInt(ids.size()))
                : List.of("list_orchestrator_patterns", "list_registered_tools", "get_orchestration_status",
                        "orchestrate_search", "nothing").get(random.nextInt(5));
    }

    private Optional<String> value(JsonNode parameter) {
        return switch (random.nextInt(4)) {
            case 0 -> Optional.of(ODD.get(random.nextInt(ODD.size())));
            case 1 -> Optional.of(right(parameter.path("schema"))).map(JsonNode::asText);
            default -> Optional.empty();
        };
    }

    private String body(Operation operation, JsonNode reference) {
        if (chance(30)) {
            return List.of("{", "[]", "null", "\"x\"", "{\"a\":1,\"a\":2}", "", "{}").get(random.nextInt(7));
        }
        var schema = document.resolved(reference);
        var made = operation.path().equals("/tools/{name}") ? tool() : (ObjectNode) right(schema);
        if (schema.has("oneOf")) {
            var kind = schema.path("oneOf").get(random.nextInt(2));
            kind.path("properties").properties().forEach(field -> made.set(field.getKey(), right(field.getValue())));
        }
        if (random.nextBoolean()) {
            spoil(made);
        }
        return made.toString();
    }

    private ObjectNode tool() {
        return JSON.objectNode().put("query", "tides").put("num_agents", 1).put("task_id", ids.get(random.nextInt(ids.size())));
    }

    /** Puts something wrong somewhere. */
    private void spoil(ObjectNode node) {
        var names = new ArrayList<String>();
        node.fieldNames().forEachRemaining(names::add);
        if (names.isEmpty() || chance(4)) {
            node.put("unknown~field/" + random.nextInt(9), 1);
            return;
        }
        var name = names.get(random.nextInt(names.size()));
        if (node.get(name) instanceof ObjectNode inner && random.nextBoolean()) {
            spoil(inner);
        } else if (chance(4)) {
            node.remove(name);
        } else {
            node.set(name, odd());
        }
    }

    private JsonNode odd() {
        return switch (random.nextInt(9)) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.numberNode(-1);
            case 2 -> JSON.numberNode(1e300);
            case 3 -> JSON.booleanNode(true);
            case 4 -> JSON.arrayNode().add(1).add("x").addNull();
            case 5 -> JSON.objectNode().put("x", 1);
            case 6 -> JSON.textNode("x".repeat(300));
            case 7 -> JSON.numberNode(0.5);
            default -> JSON.textNode(ODD.get(random.nextInt(ODD.size())));
        };
    }

    /** A value as the schema wants it; small, so that what it asks for is little work. */
    private JsonNode right(JsonNode reference) {
        var schema = document.resolved(reference);
        if (schema.has("const")) {
            return schema.get("const");
        }
        if (schema.has("enum")) {
            return schema.get("enum").get(random.nextInt(schema.get("enum").size()));
        }
        return switch (schema.path("type").asText()) {
            case "integer" -> JSON.numberNode(schema.path("minimum").asInt(0) + random.nextInt(2));
            case "number" -> JSON.numberNode(schema.path("minimum").decimalValue());
            case "boolean" -> JSON.booleanNode(random.nextBoolean());
            case "array" -> JSON.arrayNode().add(right(schema.path("items")));
            case "object" -> object(schema);
            default -> text(schema);
        };
    }

    private ObjectNode object(JsonNode schema) {
        var made = JSON.objectNode();
        var required = schema.path("required").valueStream().map(JsonNode::asText).collect(Collectors.toSet());
        schema.path("properties").properties().stream()
                .filter(field -> required.contains(field.getKey()) || chance(5))
                .forEach(field -> made.set(field.getKey(), right(field.getValue())));
        return made;
    }

    private JsonNode text(JsonNode schema) {
        if (schema.path("format").asText().equals("date-time")) {
            return JSON.textNode("2026-01-02T03:04:05Z");
        }
        if (schema.path("format").asText().equals("uri")) {
            return JSON.textNode("http://127.0.0.1:9/hook");
        }
        if (schema.path("pattern").asText().startsWith("^(research")) {
            return JSON.textNode(ids.get(random.nextInt(ids.size())));
        }
        return JSON
                .textNode(schema.path("pattern").asText().startsWith("^(?:[a-z]") ? "scripted" : "team:" + random.nextInt(9));
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private static boolean fitsIntoAHeader(String text) {
        return text.chars().allMatch(character -> character >= ' ' && character < 127);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
