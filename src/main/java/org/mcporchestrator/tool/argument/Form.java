package org.mcporchestrator.tool.argument;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a tool accepts: the one source of both its checks and its JSON Schema. Fields that it does not know are passed over.
 *
 * @param rules on several arguments together; run even if single ones are wrong, so that all problems come at once
 */
public record Form(List<Parameter> parameters, List<BiConsumer<Arguments, Findings>> rules) {

    private static final String WHOLE = "body";

    public Form {
        parameters = List.copyOf(parameters);
        rules = List.copyOf(rules);
    }

    public static Form of(Parameter... parameters) {
        return new Form(Arrays.asList(parameters), List.of());
    }

    /** The same form with a further rule. */
    public Form and(BiConsumer<Arguments, Findings> rule) {
        var more = new ArrayList<>(rules);
        more.add(rule);
        return new Form(parameters, more);
    }

    /** Reads what a caller sent; throws {@code INVALID_REQUEST} with every problem. */
    public Arguments read(JsonNode given) {
        var findings = new Findings();
        if (!given.isObject()) {
            findings.add(WHOLE, "must be a JSON object");
            findings.report();
        }
        var arguments = new Arguments(JsonNodeFactory.instance.objectNode());
        for (var parameter : parameters) {
            parameter.read(given, findings).ifPresent(value -> arguments.values().set(parameter.name(), value));
        }
        rules.forEach(rule -> rule.accept(arguments, findings));
        findings.report();
        return arguments;
    }

    public Optional<Parameter> parameter(String name) {
        return parameters.stream().filter(parameter -> parameter.name().equals(name)).findFirst();
    }

    /** The {@code inputSchema}: {@code type}, {@code properties} and, if any is, {@code required}. */
    public ObjectNode schema() {
        var schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        var properties = schema.putObject("properties");
        parameters.forEach(parameter -> properties.set(parameter.name(), parameter.schema()));
        var required = parameters.stream().filter(Parameter::required).map(Parameter::name).toList();
        if (!required.isEmpty()) {
            required.forEach(schema.putArray("required")::add);
        }
        return schema;
    }
}
