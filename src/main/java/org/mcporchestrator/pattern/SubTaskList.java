package org.mcporchestrator.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Reads a model's list of subtasks: JSON, else numbered headings, else numbered lines, else bulleted ones, else the whole reply
 * as one item. Only the outer list counts. As in Markdown, a line that follows an item at once belongs to it, after a blank
 * line only if it is indented; a title takes the paragraph below it.
 */
final class SubTaskList {

    private static final int LONGEST_ITEM = 2_000;
    private static final int COLUMNS_OF_A_TAB = 4;
    private static final String INDENT = "(?<indent>[\\s\\uFEFF\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]*)";
    /**
     * At most three digits: a line that begins with a year is prose. A number may be bold, in brackets, in a heading, or named
     * "Subtask 1". No group repeats, and no two neighbours match the same character: time is linear in the length of the line.
     */
    private static final Pattern NUMBERED = Pattern.compile(INDENT + "(?<heading>#{1,6}\\s*)?(?<bold>\\*{2,3}|__)?"
            + "(?<name>(?i:sub-?task|task|step)\\s+#?)?[(\\[]?(?<number>\\d{1,3})(?<plain>\\*{2,3}|__)?"
            + "(?:(?<mark>[.)\\]、．）：]{1,2}(?!\\d)|\\s*[.):](?=\\s|\\*|_|$)|\\s*[-–—](?=\\s)|\\uFE0F?\\u20E3)"
            + "(?<plainAfterMark>(?:\\*{2,3}|__)(?=\\s|$))?|(?=\\s|$))\\s*(?<text>.*)",
            Pattern.DOTALL | Pattern.UNICODE_CHARACTER_CLASS);
    /** A kind of search agent in brackets begins an item as well. */
    private static final Pattern BULLETED = Pattern.compile(
            INDENT + "(?:[-*+–—]\\s+|[•‣◦▪●○·]\\s*|(?=\\[[a-zA-Z ]+]))(?:\\[[ xX]]\\s+)?(?<text>\\S.*)",
            Pattern.DOTALL | Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern BOLD = Pattern.compile(
            "(?<!\\w)\\*\\*(?=\\S)(?<stars>.+?)(?<=\\S)\\*\\*(?!\\w)|(?<!\\w)__(?<lines>\\p{Lu}.*?)__(?!\\w)");

    private enum Kind {
        HEADING,
        NUMBER,
        BARE_NUMBER,
        BULLET,
        RULE,
        BLANK,
        TEXT
    }

    /** @param title whether it names a subtask that the lines below describe */
    private record Line(Kind kind, int indent, int number, boolean title, String text) {}

    /** An item and what of the lines below belongs to it. */
    private static final class Item {

        private final int indent;
        private final boolean title;
        private final StringBuilder text;
        private boolean described;
        private boolean open = true;
        private int inner = Integer.MAX_VALUE;

        Item(Line line) {
            this.indent = line.indent();
            this.title = line.title();
            this.text = new StringBuilder(line.title() ? clean(line.text()) : line.text());
        }

        void add(String more) {
            var ended = text.isEmpty() || !Character.isLetterOrDigit(text.charAt(text.length() - 1));
            text.append(title && !described && !ended ? ": " : " ").append(more);
            described = true;
        }
    }

    private SubTaskList() {}

    /** The items in order; empty only if the reply is blank. */
    static List<String> parse(String reply) {
        var json = JsonList.parse(reply).stream().map(SubTaskList::clean).filter(text -> !text.isEmpty()).toList();
        if (!json.isEmpty()) {
            return json;
        }
        var lines = reply.lines().map(SubTaskList::line).toList();
        return Stream.of(items(lines, Kind.HEADING, 2), items(lines, Kind.NUMBER, 1), items(lines, Kind.BARE_NUMBER, 2),
                items(lines, Kind.BULLET, 1), items(lines, Kind.HEADING, 1), List.of(clean(reply)))
                .filter(items -> !items.isEmpty()).findFirst().orElseThrow().stream()
                .filter(text -> !text.isEmpty()).toList();
    }

    private static Line line(String line) {
        if (line.isBlank()) {
            return new Line(Kind.BLANK, 0, 0, false, "");
        }
        if (line.chars().allMatch(character -> "-*_= \t".indexOf(character) >= 0)) {
            return new Line(Kind.RULE, 0, 0, false, "");
        }
        var numbered = NUMBERED.matcher(line);
        if (numbered.matches() && (numbered.group("mark") != null || !numbered.group("text").isEmpty()
                || numbered.group("name") != null)) {
            return numbered(numbered);
        }
        var bulleted = BULLETED.matcher(line);
        return bulleted.matches() ? new Line(Kind.BULLET, columns(bulleted.group("indent")), 0, false, bulleted.group("text"))
                : new Line(line.strip().startsWith("#") ? Kind.RULE : Kind.TEXT, columns(line), 0, false, line.strip());
    }

    private static Line numbered(Matcher match) {
        var bold = match.group("plain") == null && match.group("plainAfterMark") == null ? match.group("bold") : null;
        var text = (bold == null ? "" : bold.substring(0, 2)) + match.group("text").strip();
        var kind = match.group("heading") != null ? Kind.HEADING
                : match.group("mark") != null || match.group("text").isEmpty() ? Kind.NUMBER : Kind.BARE_NUMBER;
        var title = kind == Kind.HEADING || text.length() <= 2 || text.startsWith("**") && text.endsWith("**");
        return new Line(kind, columns(match.group("indent")), Integer.parseInt(match.group("number")), title,
                text.length() <= 2 && bold != null ? "" : text);
    }

    /** The outer items of that kind, none if they are fewer than that. What comes deeper than an item above it is nested. */
    private static List<String> items(List<Line> lines, Kind kind, int fewest) {
        var items = new ArrayList<Item>();
        var least = Integer.MAX_VALUE - 1;
        for (var line : lines) {
            var last = items.isEmpty() ? null : items.getLast();
            // One column of difference is the alignment of numbers. A bare number counts only where a list would have it.
            if (line.kind() == kind && line.indent() <= least + 1
                    && (kind != Kind.BARE_NUMBER || line.number() == items.size() + 1)) {
                items.add(new Item(line));
            } else if (last != null) {
                below(items.getFirst(), last, line);
            }
            least = isListed(line) ? Math.min(least, line.indent()) : least;
        }
        return items.size() < fewest ? List.of() : items.stream().map(item -> clean(item.text.toString())).toList();
    }

    /** Adds a line to the item above it if it belongs there. Titles have descriptions throughout or not at all. */
    private static void below(Item first, Item last, Line line) {
        switch (line.kind()) {
            case BLANK -> last.open &= last.title && !last.described && (first == last || first.described);
            case RULE -> last.open = false;
            case HEADING, NUMBER, BULLET -> {
                last.open = false;
                last.inner = Math.min(last.inner, line.indent());
            }
            case BARE_NUMBER, TEXT -> {
                if (last.open || line.indent() > last.indent && line.indent() <= last.inner) {
                    last.add(line.kind() == Kind.TEXT ? line.text() : line.number() + " " + line.text());
                }
            }
        }
    }

    private static boolean isListed(Line line) {
        return line.kind() == Kind.HEADING || line.kind() == Kind.NUMBER || line.kind() == Kind.BULLET;
    }

    private static int columns(String line) {
        var columns = 0;
        for (var i = 0; i < line.length() && (Character.isWhitespace(line.charAt(i)) || line.charAt(i) == '\u00A0'); i++) {
            columns += line.charAt(i) == '\t' ? COLUMNS_OF_A_TAB : 1;
        }
        return columns;
    }

    private static String clean(String text) {
        var whole = text.strip();
        var cut = whole.length() <= LONGEST_ITEM ? LONGEST_ITEM
                : Character.isHighSurrogate(whole.charAt(LONGEST_ITEM - 1)) ? LONGEST_ITEM - 1 : LONGEST_ITEM;
        return BOLD.matcher(whole.substring(0, Math.min(cut, whole.length())))
                .replaceAll(bold -> Matcher.quoteReplacement(either(bold.group(1), bold.group(2)))).strip();
    }

    private static String either(@Nullable String one, @Nullable String other) {
        return one != null ? one : other != null ? other : "";
    }
}
