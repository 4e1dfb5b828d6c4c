package org.mcporchestrator.agent.prompt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A text with places such as {@code {task}} that values go into: {@code texts} around and between the {@code places}. */
record Template(List<String> texts, List<String> places) {

    private static final Pattern PLACE = Pattern.compile("\\{([a-z]+)}");

    /** Taken apart once, since it is filled for every call of a model. */
    static Template of(String text) {
        return new Template(List.of(PLACE.split(text, -1)),
                PLACE.matcher(text).results().map(place -> place.group(1)).toList());
    }

    /** Reads a resource of that path; a last line break does not count. */
    static Template resource(String path) {
        try (var stream = Template.class.getResourceAsStream(path)) {
            if (stream == null) {
                throw new IllegalStateException("prompt resource is missing: " + path);
            }
            return of(new String(stream.readAllBytes(), StandardCharsets.UTF_8).stripTrailing());
        } catch (IOException failure) {
            throw new UncheckedIOException("prompt resource cannot be read: " + path, failure);
        }
    }

    /** The text with its values, which go in as they are: a value that looks like a place stays what it is. */
    String fill(Map<String, String> values) {
        var filled = new StringBuilder(length(values)).append(texts.getFirst());
        for (var place = 0; place < places.size(); place++) {
            filled.append(value(places.get(place), values)).append(texts.get(place + 1));
        }
        return filled.toString();
    }

    private int length(Map<String, String> values) {
        var length = 0;
        for (var text : texts) {
            length += text.length();
        }
        for (var place : places) {
            length += value(place, values).length();
        }
        return length;
    }

    private static String value(String place, Map<String, String> values) {
        var value = values.get(place);
        if (value == null) {
            throw new IllegalArgumentException("prompt has no value for {" + place + "}");
        }
        return value;
    }
}
