package org.mcporchestrator.tool.argument;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What values a parameter takes: checks them, and describes them as JSON Schema. */
public sealed interface Kind
        permits Kind.Text, Kind.Word, Kind.Choice, Kind.Link, Kind.Whole, Kind.Decimal, Kind.Flag, Kind.Items,
        Kind.Json {

    /**
     * Returns the value in its normal form.
     *
     * @param field as the caller wrote it
     * @return empty if the value is wrong; the findings then say why
     */
    default Optional<JsonNode> read(String field, JsonNode value, Findings findings) {
        return Values.read(this, field, value, findings);
    }

    /** Adds {@code type} and the limits to the schema of a property. */
    default void describe(ObjectNode schema) {
        Schemas.describe(this, schema);
    }

    /** Text for people or models, trimmed, 1 to {@code max} characters. */
    record Text(int max) implements Kind {}

    /** A short name of the given form. {@code meaning} says the form in words: "must be …". */
    record Word(Pattern form, String meaning) implements Kind {}

    record Choice(List<String> values) implements Kind {

        public Choice {
            values = List.copyOf(values);
        }
    }

    /** An absolute http or https URL. */
    record Link(int max) implements Kind {}

    /** A number without fraction, limits included. */
    record Whole(int min, int max) implements Kind {}

    /** A number, limits included. */
    record Decimal(BigDecimal min, BigDecimal max) implements Kind {}

    record Flag() implements Kind {}

    /**
     * An array.
     *
     * @param distinct whether repetitions are dropped
     */
    record Items(Kind item, int min, int max, boolean distinct) implements Kind {}

    /** Any JSON object, at most {@code max} bytes when written. */
    record Json(int max) implements Kind {}
}
