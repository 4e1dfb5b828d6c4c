package org.mcporchestrator.api.http.v1.request;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.mcporchestrator.tool.argument.Findings;

import com.fasterxml.jackson.databind.JsonNode;

/** Names and values by which a caller finds its workflows again: few and short, since every list looks at them. */
final class Labels {

    private static final int MOST = 16;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_./-]{0,62}");
    private static final Pattern VALUE = Pattern.compile("[^\\p{Cc}\\p{Cs}]{0,128}");
    private static final String FORM = "must have a name of 1 to 63 letters, digits, _ . / - and a string of at most 128"
            + " characters, without control characters, as value";

    private Labels() {}

    static Map<String, String> read(JsonNode given, Findings findings) {
        var labels = new TreeMap<String, String>();
        if (!given.isObject() || given.size() > MOST) {
            findings.add("/labels", "must be an object of at most " + MOST + " strings");
            return labels;
        }
        given.properties().forEach(label -> {
            if (NAME.matcher(label.getKey()).matches() && label.getValue().isTextual()
                    && isValue(label.getValue().textValue())) {
                labels.put(label.getKey(), label.getValue().textValue());
            } else {
                findings.add(Pointer.to("labels", label.getKey()), FORM);
            }
        });
        return labels;
    }

    /** Of {@code name:value}; empty if it is anything else. */
    static Optional<Map.Entry<String, String>> parse(String text) {
        var colon = text.indexOf(':');
        return Optional.of(text).filter(_ -> colon > 0)
                .map(_ -> Map.entry(text.substring(0, colon), text.substring(colon + 1)))
                .filter(label -> NAME.matcher(label.getKey()).matches() && isValue(label.getValue()));
    }

    private static boolean isValue(String text) {
        return VALUE.matcher(text).matches();
    }
}
