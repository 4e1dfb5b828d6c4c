package org.mcporchestrator.tool.argument;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a tool answers when it succeeds, as JSON Schema (2020-12): the fields that a caller can rely on. An answer may have
 * more.
 */
public record Shape(List<Field> fields) {

    /** The values that a field can have. */
    public enum Type {
        TEXT("string"),
        TEXT_OR_NULL("string", "null"),
        WHOLE("integer"),
        NUMBER("number"),
        FLAG("boolean"),
        OBJECT("object"),
        LIST("array");

        private final List<String> names;

        Type(String... names) {
            this.names = List.of(names);
        }
    }

    /**
     * One field.
     *
     * @param always whether each answer has it
     * @param inner fields of the object, or of each item of the list; empty if they are not told
     */
    public record Field(String name, Type type, boolean always, String description, List<Field> inner) {

        public Field {
            inner = List.copyOf(inner);
        }
    }

    public Shape {
        fields = List.copyOf(fields);
    }

    /** The shape of every tool's answer: these fields, behind {@code success}. */
    public static Shape of(Field... fields) {
        var all = new ArrayList<>(List.of(always("success", Type.FLAG, "true: a failure is answered as an error.")));
        all.addAll(Arrays.asList(fields));
        return new Shape(all);
    }

    public static Field always(String name, Type type, String description, Field... inner) {
        return new Field(name, type, true, description, Arrays.asList(inner));
    }

    public static Field maybe(String name, Type type, String description, Field... inner) {
        return new Field(name, type, false, description, Arrays.asList(inner));
    }

    /** The {@code outputSchema}. */
    public ObjectNode schema() {
        var schema = JsonNodeFactory.instance.objectNode();
        describe(schema, fields);
        return schema;
    }

    private static void describe(ObjectNode schema, List<Field> fields) {
        var properties = schema.put("type", "object").putObject("properties");
        fields.forEach(field -> describe(properties.putObject(field.name()), field));
        var required = fields.stream().filter(Field::always).map(Field::name).toList();
        if (!required.isEmpty()) {
            required.forEach(schema.putArray("required")::add);
        }
    }

    private static void describe(ObjectNode schema, Field field) {
        if (field.type().names.size() == 1) {
            schema.put("type", field.type().names.getFirst());
        } else {
            field.type().names.forEach(schema.putArray("type")::add);
        }
        schema.put("description", field.description());
        if (!field.inner().isEmpty()) {
            describe(field.type() == Type.LIST ? schema.putObject("items") : schema, field.inner());
        }
    }
}
