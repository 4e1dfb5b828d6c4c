package org.mcporchestrator.tool.argument;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One argument of a tool.
 *
 * @param name by which tools know it, whatever a caller wrote
 * @param aliases other spellings that callers use
 * @param description for a model that has to choose a value
 * @param fallback what holds if it is not given; only told, not applied: the tool knows its defaults
 */
public record Parameter(String name, List<String> aliases, Kind kind, String description, boolean required,
        Optional<JsonNode> fallback) {

    public Parameter {
        aliases = List.copyOf(aliases);
    }

    public static Parameter required(String name, Kind kind, String description) {
        return new Parameter(name, List.of(), kind, description, true, Optional.empty());
    }

    public static Parameter optional(String name, Kind kind, String description) {
        return new Parameter(name, List.of(), kind, description, false, Optional.empty());
    }

    /** The same parameter, also known by other names. */
    public Parameter or(String... names) {
        return new Parameter(name, List.of(names), kind, description, required, fallback);
    }

    /** The same parameter with a default that its schema tells. */
    public Parameter fallingBackTo(JsonNode value) {
        return new Parameter(name, aliases, kind, description, required, Optional.of(value));
    }

    /** Its entry in the {@code properties} of a JSON Schema. */
    ObjectNode schema() {
        var schema = JsonNodeFactory.instance.objectNode();
        kind.describe(schema);
        schema.put("description", description);
        fallback.ifPresent(value -> schema.set("default", value));
        return schema;
    }

    /** Returns the value from what a caller sent; empty if it is absent, null or wrong. */
    Optional<JsonNode> read(JsonNode given, Findings findings) {
        var spellings = spellings().stream().filter(given::hasNonNull).toList();
        if (spellings.isEmpty()) {
            if (required) {
                findings.add(name, "is required");
            }
            return Optional.empty();
        }
        var values = spellings.stream().map(spelling -> kind.read(spelling, given.get(spelling), findings)).toList();
        if (values.stream().allMatch(Optional::isPresent) && values.stream().distinct().count() > 1) {
            findings.add(spellings.getLast(),
                    "differs from " + spellings.getFirst() + ", which means the same: give one of them");
        }
        return values.getFirst();
    }

    private List<String> spellings() {
        var all = new ArrayList<>(List.of(name));
        all.addAll(aliases);
        return all;
    }
}
