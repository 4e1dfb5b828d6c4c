package org.mcporchestrator.pattern;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

/**
 * Reads a model's list of subtasks: a JSON array, else numbered lines, else bulleted ones, else the whole reply as one item.
 * Only the
 * outermost list counts; indented lines that follow an item belong to it.
 */
final class SubTaskList {

    private static final int LONGEST_ITEM = 2_000;
    /**
     * At most three digits: a line that begins with a year is prose. A number may be bold, in a heading, or named "Subtask 1".
     */
    private static final Pattern NUMBERED = Pattern.compile(
            "(?<indent>\\s*)(?:#{1,6}\\s+)?(?:\\*\\*|__)?(?:(?i:sub-?task|task|step)\\s+)?(?<number>\\d{1,3})(?:\\*\\*|__)?"
                    + "(?<mark>\\s*[.)\\]:](?!\\d)|\\s+[-–—](?=\\s)|-(?=\\s))?(?:\\*\\*|__)?\\s+(?<text>\\S.*)");
    private static final Pattern BULLETED = Pattern.compile("(?<indent>\\s*)[-*+•‣–](?!\\*)\\s+(?<text>\\S.*)");
    private static final Pattern EMPHASIS = Pattern.compile("\\*\\*|__");
    private static final Pattern CODE_FENCE = Pattern.compile("(?s)```[a-zA-Z]*\\s*(.*?)```");
    private static final Set<String> TEXT_FIELDS = Set.of("description", "task", "subtask", "text", "title", "name");
    private static final JsonFactory JSON = new JsonFactory();

    private record Item(int indent, StringBuilder text) {}

    private SubTaskList() {}

    /** The items in order; empty only if the reply is blank. */
    static List<String> parse(String reply) {
        return json(reply).filter(items -> !items.isEmpty())
                .or(() -> Optional.of(outermost(numbered(reply.lines().toList()))).filter(items -> !items.isEmpty()))
                .or(() -> Optional.of(outermost(bulleted(reply.lines().toList()))).filter(items -> !items.isEmpty()))
                .orElseGet(() -> reply.isBlank() ? List.of() : List.of(clean(reply)));
    }

    private static List<Item> numbered(List<String> lines) {
        var items = new ArrayList<Item>();
        for (var line : lines) {
            var match = NUMBERED.matcher(line);
            if (match.matches() && isItem(match, items.size())) {
                items.add(item(match));
            } else {
                continueLast(items, line);
            }
        }
        return items;
    }

    /** A bare number is an item only where a list would have it: "3 people" in the middle of prose is none. */
    private static boolean isItem(Matcher match, int before) {
        return match.group("mark") != null || Integer.parseInt(match.group("number")) == before + 1;
    }

    private static List<Item> bulleted(List<String> lines) {
        var items = new ArrayList<Item>();
        for (var line : lines) {
            var match = BULLETED.matcher(line);
            if (match.matches()) {
                items.add(item(match));
            } else {
                continueLast(items, line);
            }
        }
        return items;
    }

    private static Item item(Matcher match) {
        return new Item(match.group("indent").length(), new StringBuilder(match.group("text")));
    }

    private static void continueLast(List<Item> items, String line) {
        if (!items.isEmpty() && !line.isBlank() && indent(line) > items.getLast().indent()
                && !BULLETED.matcher(line).matches()) {
            items.getLast().text().append(' ').append(line.strip());
        }
    }

    /** One column of difference is alignment of numbers, more is nesting. */
    private static List<String> outermost(List<Item> items) {
        var least = items.stream().mapToInt(Item::indent).min().orElse(0);
        return items.stream().filter(item -> item.indent() <= least + 1).map(item -> clean(item.text().toString()))
                .filter(text -> !text.isEmpty()).toList();
    }

    private static int indent(String line) {
        return line.length() - line.stripLeading().length();
    }

    private static String clean(String text) {
        var plain = EMPHASIS.matcher(text).replaceAll("").strip();
        return plain.length() > LONGEST_ITEM ? plain.substring(0, LONGEST_ITEM) : plain;
    }

    private static Optional<List<String>> json(String reply) {
        var fenced = CODE_FENCE.matcher(reply);
        var text = (fenced.find() ? fenced.group(1) : reply).strip();
        if (!text.startsWith("[") && !text.startsWith("{")) {
            return Optional.empty();
        }
        try (var parser = JSON.createParser(text)) {
            return Optional.of(strings(parser));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** Strings of the outermost array, and of each object in it the first field that names its text. */
    private static List<String> strings(JsonParser json) throws IOException {
        var items = new ArrayList<String>();
        var arrays = 0;
        var takenFrom = Optional.<Object> empty();
        for (var token = json.nextToken(); token != null; token = json.nextToken()) {
            arrays += token == JsonToken.START_ARRAY ? 1 : token == JsonToken.END_ARRAY ? -1 : 0;
            var object = json.getParsingContext().inObject();
            if (token != JsonToken.VALUE_STRING || arrays != 1 || object && !TEXT_FIELDS.contains(json.currentName())) {
                continue;
            }
            var holder = object ? Optional.<Object> of(json.getParsingContext().getParent().getCurrentIndex())
                    : Optional.empty();
            if (holder.isEmpty() || !holder.equals(takenFrom)) {
                items.add(clean(json.getText()));
                takenFrom = holder;
            }
        }
        return items.stream().filter(item -> !item.isEmpty()).toList();
    }
}
