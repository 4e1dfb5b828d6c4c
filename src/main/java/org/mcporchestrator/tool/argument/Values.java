package org.mcporchestrator.tool.argument;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashSet;
import java.util.Optional;

import org.mcporchestrator.workflow.Utf8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;

/** Checks values that somebody sent against their kind. */
final class Values {

    /** Finer amounts than this make no difference, and unlimited ones make sums expensive. */
    private static final int FRACTION_DIGITS = 9;

    private Values() {}

    static Optional<JsonNode> read(Kind kind, String field, JsonNode value, Findings findings) {
        return switch (kind) {
            case Kind.Text text -> text(text, field, value, findings);
            case Kind.Word word -> name(value, word, field, findings);
            case Kind.Choice choice -> choice(choice, field, value, findings);
            case Kind.Link link -> link(link, field, value, findings);
            case Kind.Whole whole -> whole(whole, field, value, findings);
            case Kind.Decimal number -> decimal(number, field, value, findings);
            case Kind.Flag _ -> value.isBoolean() ? Optional.of(value) : wrong(findings, field, "must be true or false");
            case Kind.Items items -> items(items, field, value, findings);
            case Kind.Json json -> object(json, field, value, findings);
        };
    }

    private static Optional<JsonNode> text(Kind.Text kind, String field, JsonNode value, Findings findings) {
        if (!value.isTextual()) {
            return wrong(findings, field, "must be a string");
        }
        var text = value.textValue().replace("\r\n", "\n").strip();
        if (text.isEmpty()) {
            return wrong(findings, field, "must not be blank");
        }
        if (text.length() > kind.max()) {
            return wrong(findings, field, "must be at most " + kind.max() + " characters");
        }
        if (!readable(text)) {
            return wrong(findings, field,
                    "must not contain control characters other than line feed and tab, or half characters");
        }
        return Optional.of(TextNode.valueOf(text));
    }

    private static boolean readable(String text) {
        return text.codePoints()
                .allMatch(point -> point == '\n' || point == '\t' || !(Character.isISOControl(point) || half(point)));
    }

    /** A surrogate shows among code points only if its other half is missing; such text has no form in UTF-8. */
    private static boolean half(int point) {
        return Character.getType(point) == Character.SURROGATE;
    }

    private static Optional<JsonNode> name(JsonNode value, Kind.Word kind, String field, Findings findings) {
        return value.isTextual() && kind.form().matcher(value.textValue()).matches() ? Optional.of(value)
                : wrong(findings, field, "must be " + kind.meaning());
    }

    private static Optional<JsonNode> choice(Kind.Choice kind, String field, JsonNode value, Findings findings) {
        return value.isTextual() && kind.values().contains(value.textValue()) ? Optional.of(value)
                : wrong(findings, field, "must be one of: " + String.join(", ", kind.values()));
    }

    private static Optional<JsonNode> link(Kind.Link kind, String field, JsonNode value, Findings findings) {
        return value.isTextual() && value.textValue().length() <= kind.max() && web(value.textValue()) ? Optional.of(value)
                : wrong(findings, field, "must be an http or https URL of at most " + kind.max() + " characters");
    }

    private static boolean web(String text) {
        try {
            var url = new URI(text);
            return ("http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme()))
                    && url.getHost() != null;
        } catch (URISyntaxException _) {
            return false;
        }
    }

    private static Optional<JsonNode> whole(Kind.Whole kind, String field, JsonNode value, Findings findings) {
        return number(value, BigDecimal.valueOf(kind.min()), BigDecimal.valueOf(kind.max()))
                .filter(number -> number.stripTrailingZeros().scale() <= 0)
                .<JsonNode> map(number -> IntNode.valueOf(number.intValueExact()))
                .or(() -> wrong(findings, field, "must be a whole number from " + kind.min() + " to " + kind.max()));
    }

    private static Optional<JsonNode> decimal(Kind.Decimal kind, String field, JsonNode value, Findings findings) {
        return number(value, kind.min(), kind.max())
                .filter(number -> number.stripTrailingZeros().scale() <= FRACTION_DIGITS)
                .<JsonNode> map(DecimalNode::valueOf)
                .or(() -> wrong(findings, field, "must be a number from %s to %s with at most %d decimals"
                        .formatted(kind.min().toPlainString(), kind.max().toPlainString(), FRACTION_DIGITS)));
    }

    /** Compares before anything else: that is cheap for {@code 1e999999999} too, and converting it is not. */
    private static Optional<BigDecimal> number(JsonNode value, BigDecimal min, BigDecimal max) {
        return Optional.of(value).filter(JsonNode::isNumber)
                .map(JsonNode::decimalValue)
                .filter(number -> number.compareTo(min) >= 0 && number.compareTo(max) <= 0);
    }

    private static Optional<JsonNode> items(Kind.Items kind, String field, JsonNode value, Findings findings) {
        if (!value.isArray() || value.size() < kind.min() || value.size() > kind.max()) {
            return wrong(findings, field, "must be an array of %d to %d items".formatted(kind.min(), kind.max()));
        }
        var array = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < value.size(); i++) {
            kind.item().read(field + "[" + i + "]", value.get(i), findings).ifPresent(array::add);
        }
        if (array.size() < value.size()) {
            return Optional.empty();
        }
        return Optional.of(
                kind.distinct() ? JsonNodeFactory.instance.arrayNode().addAll(new LinkedHashSet<>(array.valueStream().toList()))
                        : array);
    }

    private static Optional<JsonNode> object(Kind.Json kind, String field, JsonNode value, Findings findings) {
        if (!value.isObject()) {
            return wrong(findings, field, "must be a JSON object");
        }
        var text = value.toString();
        if (text.codePoints().anyMatch(Values::half)) {
            return wrong(findings, field, "must not contain half characters");
        }
        return Utf8.length(text) <= kind.max() ? Optional.of(value)
                : wrong(findings, field, "must be at most " + kind.max() + " bytes of JSON");
    }

    private static <T> Optional<T> wrong(Findings findings, String field, String message) {
        findings.add(field, message);
        return Optional.empty();
    }
}
