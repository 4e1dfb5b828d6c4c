package org.mcporchestrator.agent.prompt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text with places such as {@code {task}} that values go into. */
record Template(String text) {

    private static final Pattern PLACE = Pattern.compile("\\{([a-z]+)}");

    /** Reads a resource of that path; a last line break does not count. */
    static Template resource(String path) {
        try (var stream = Template.class.getResourceAsStream(path)) {
            if (stream == null) {
                throw new IllegalStateException("prompt resource is missing: " + path);
            }
            return new Template(new String(stream.readAllBytes(), StandardCharsets.UTF_8).stripTrailing());
        } catch (IOException failure) {
            throw new UncheckedIOException("prompt resource cannot be read: " + path, failure);
        }
    }

    /** The text with its values, which go in as they are: a value that looks like a place stays what it is. */
    String fill(Map<String, String> values) {
        return PLACE.matcher(text).replaceAll(place -> Matcher.quoteReplacement(value(place, values)));
    }

    private static String value(MatchResult place, Map<String, String> values) {
        var value = values.get(place.group(1));
        if (value == null) {
            throw new IllegalArgumentException("prompt has no value for " + place.group());
        }
        return value;
    }
}
