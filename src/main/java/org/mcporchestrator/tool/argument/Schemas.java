package org.mcporchestrator.tool.argument;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Kinds of values as JSON Schema (2020-12), with the same limits that are checked. */
final class Schemas {

    private Schemas() {}

    static void describe(Kind kind, ObjectNode schema) {
        switch (kind) {
            case Kind.Text text -> text(schema, text.max());
            case Kind.Word word -> schema.put("type", "string").put("pattern", "^(?:" + word.form().pattern() + ")$");
            case Kind.Choice choice -> choice.values().forEach(schema.put("type", "string").putArray("enum")::add);
            case Kind.Link link -> text(schema.put("format", "uri"), link.max());
            case Kind.Whole whole -> schema.put("type", "integer").put("minimum", whole.min()).put("maximum", whole.max());
            case Kind.Decimal number -> schema.put("type", "number").put("minimum", number.min()).put("maximum", number.max());
            case Kind.Flag _ -> schema.put("type", "boolean");
            case Kind.Items items -> array(schema, items);
            case Kind.Json _ -> schema.put("type", "object");
        }
    }

    private static void text(ObjectNode schema, int max) {
        schema.put("type", "string").put("minLength", 1).put("maxLength", max);
    }

    private static void array(ObjectNode schema, Kind.Items items) {
        schema.put("type", "array").put("minItems", items.min()).put("maxItems", items.max());
        describe(items.item(), schema.putObject("items"));
    }
}
