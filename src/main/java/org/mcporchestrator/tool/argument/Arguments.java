package org.mcporchestrator.tool.argument;

import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The arguments of one call after all checks: by the names of the parameters, in normal form, only those that were given. */
public record Arguments(ObjectNode values) {

    public Optional<JsonNode> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    public Optional<String> text(String name) {
        return value(name).map(JsonNode::textValue);
    }

    public Optional<Integer> whole(String name) {
        return value(name).map(JsonNode::intValue);
    }

    public Optional<Boolean> flag(String name) {
        return value(name).map(JsonNode::booleanValue);
    }

    /** Empty if the array was not given. */
    public List<String> texts(String name) {
        return value(name).map(array -> array.valueStream().map(JsonNode::textValue).toList()).orElse(List.of());
    }

    @Override
    public String toString() {
        return "Arguments[" + values.size() + "]";
    }
}
