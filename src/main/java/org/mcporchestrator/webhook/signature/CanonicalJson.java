package org.mcporchestrator.webhook.signature;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * JSON as Python's {@code json.dumps(value, sort_keys=True)} writes it: keys in order of their code points, a blank after comma
 * and colon, only ASCII, numbers with a fraction as {@code repr} of a double. Receivers that were written for it read a body
 * and write it so, to compare its signature.
 */
final class CanonicalJson {

    /** From here on, or below, {@code repr} uses an exponent. */
    private static final int LARGEST_PLAIN = 16;
    private static final int SMALLEST_PLAIN = -4;

    private final StringBuilder text = new StringBuilder();

    private CanonicalJson() {}

    static String of(JsonNode value) {
        var writer = new CanonicalJson();
        writer.write(value);
        return writer.text.toString();
    }

    private void write(JsonNode value) {
        switch (value.getNodeType()) {
            case OBJECT -> object(value);
            case ARRAY -> array(value);
            case STRING -> string(value.textValue());
            case NUMBER -> text.append(number(value));
            case BOOLEAN -> text.append(value.booleanValue());
            case BINARY, MISSING, NULL, POJO -> text.append("null");
        }
    }

    private void object(JsonNode value) {
        var fields = value.properties().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(key -> key.codePoints().toArray(),
                        Arrays::compare)))
                .toList();
        text.append('{');
        for (var field : fields) {
            separate(field == fields.getFirst());
            string(field.getKey());
            text.append(": ");
            write(field.getValue());
        }
        text.append('}');
    }

    private void array(JsonNode value) {
        text.append('[');
        for (var index = 0; index < value.size(); index++) {
            separate(index == 0);
            write(value.get(index));
        }
        text.append(']');
    }

    private void separate(boolean first) {
        if (!first) {
            text.append(", ");
        }
    }

    private void string(String value) {
        text.append('"');
        value.chars().forEach(unit -> {
            switch (unit) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                default -> {
                    if (unit >= ' ' && unit <= '~') {
                        text.append((char) unit);
                    } else {
                        text.append("\\u%04x".formatted(unit));
                    }
                }
            }
        });
        text.append('"');
    }

    private static String number(JsonNode value) {
        return value.isIntegralNumber() ? value.bigIntegerValue().toString() : repr(value.doubleValue());
    }

    /** The shortest digits that mean the same double, which {@code Double.toString} finds too, in Python's notation. */
    static String repr(double value) {
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        var decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        var exponent = decimal.precision() - decimal.scale() - 1;
        if (exponent >= SMALLEST_PLAIN && exponent < LARGEST_PLAIN) {
            var plain = decimal.toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        var digits = decimal.unscaledValue().abs().toString();
        var mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        return (value < 0 ? "-" : "") + mantissa + "e" + (exponent < 0 ? "-" : "+") + "%02d".formatted(Math.abs(exponent));
    }
}
