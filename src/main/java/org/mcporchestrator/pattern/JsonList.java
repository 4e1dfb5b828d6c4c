package org.mcporchestrator.pattern;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;

/**
 * Reads the subtasks of a reply in JSON, with or without prose or a code fence around it. Broken JSON counts up to the break.
 */
final class JsonList {

    private static final Pattern BEGIN = Pattern.compile("(?m)^[ \\t]*(?=[\\[{])");
    private static final List<String> TEXTS = List.of("description", "subtask", "task", "text", "query", "question");
    private static final List<String> TITLES = List.of("title", "name");
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA, JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS,
                    JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .build();

    private JsonList() {}

    /** The items of the list of subtasks; empty if there is none. */
    static List<String> parse(String reply) {
        var begin = BEGIN.matcher(reply);
        if (!begin.find()) {
            return List.of();
        }
        var lists = new ArrayList<List<String>>();
        try (var json = JSON.createParser(reply.substring(begin.end()))) {
            read(json, lists);
        } catch (IOException _) {
            // A reply may be cut off, or go on in prose: what was read stands.
        }
        return lists.stream().filter(list -> !list.isEmpty()).findFirst().orElse(List.of());
    }

    /** Reads all lists of the first value; the one that is named after tasks comes first. */
    private static void read(JsonParser json, List<List<String>> lists) throws IOException {
        var token = json.nextToken();
        do {
            if (token == JsonToken.START_ARRAY) {
                var items = new ArrayList<String>();
                var name = Optional.ofNullable(json.currentName()).orElse("").toLowerCase(Locale.ROOT);
                lists.add(name.contains("task") ? 0 : lists.size(), items);
                readItems(json, items);
            }
            token = json.getParsingContext().inRoot() ? null : json.nextToken();
        } while (token != null);
    }

    private static void readItems(JsonParser json, List<String> items) throws IOException {
        for (var token = json.nextToken(); token != null && token != JsonToken.END_ARRAY; token = json.nextToken()) {
            switch (token) {
                case VALUE_STRING -> items.add(json.getText());
                case START_OBJECT -> items.add(text(fields(json)));
                default -> json.skipChildren();
            }
        }
    }

    private static Map<String, String> fields(JsonParser json) throws IOException {
        var fields = new HashMap<String, String>();
        for (var token = json.nextToken(); token != null && token != JsonToken.END_OBJECT; token = json.nextToken()) {
            if (token == JsonToken.VALUE_STRING) {
                fields.putIfAbsent(json.currentName().toLowerCase(Locale.ROOT), json.getText());
            } else {
                json.skipChildren();
            }
        }
        return fields;
    }

    private static String text(Map<String, String> fields) {
        return String.join(": ", Stream.of(TITLES, TEXTS)
                .flatMap(names -> names.stream().map(name -> fields.getOrDefault(name, "")).filter(text -> !text.isBlank())
                        .limit(1))
                .toList());
    }
}
