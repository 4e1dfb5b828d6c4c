package org.mcporchestrator.document;

import java.util.List;
import java.util.regex.Pattern;

import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;

/** Pieces of Markdown: CommonMark 0.31 with the tables of GitHub's dialect. */
final class Markdown {

    static final List<Extension> DIALECT = List.of(TablesExtension.create());

    /** Deeper nesting is taken as text: nobody writes it, and every level costs another look at each line. */
    private static final int DEEPEST = 100;
    private static final String SPECIAL = "\\`*_[]<>|&~#$";
    private static final int DELETE = 0x7f;
    private static final Pattern BACKTICKS = Pattern.compile("`+");

    private Markdown() {}

    static Parser.Builder parser() {
        return Parser.builder().extensions(DIALECT).maxOpenBlockParsers(DEEPEST);
    }

    /** Text of anybody as it is, in one line: within a heading, a cell or behind a label it stays text. */
    static String plain(String text) {
        var line = line(text);
        var plain = new StringBuilder(line.length() + 8);
        for (var at = 0; at < line.length(); at++) {
            var character = line.charAt(at);
            if (SPECIAL.indexOf(character) >= 0) {
                plain.append('\\');
            }
            plain.append(character);
        }
        return plain.toString();
    }

    /** The text in one line: whatever separates its words is one space. */
    static String line(String text) {
        var line = new StringBuilder(text.length());
        for (var at = 0; at < text.length(); at++) {
            var character = text.charAt(at);
            if (!isSpace(character)) {
                line.append(character);
            } else if (!line.isEmpty() && line.charAt(line.length() - 1) != ' ') {
                line.append(' ');
            }
        }
        return line.toString().strip();
    }

    private static boolean isSpace(char character) {
        return character <= ' ' || character == DELETE;
    }

    /** An id of ours, set as code. */
    static String code(Object id) {
        return "`" + id + "`";
    }

    static String heading(int level, String content) {
        return "#".repeat(level) + " " + content;
    }

    static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    /** A table; without rows it is only its head. */
    static String table(List<String> head, List<List<String>> rows) {
        var text = new StringBuilder(row(head)).append("\n|").append("---|".repeat(head.size()));
        rows.forEach(cells -> text.append('\n').append(row(cells)));
        return text.toString();
    }

    /** A fence of backticks that nothing in the text closes. */
    static String fence(String text) {
        var longest = BACKTICKS.matcher(text).results().mapToInt(run -> run.end() - run.start()).max().orElse(0);
        return "`".repeat(Math.max(3, longest + 1));
    }

    /** Text as code, every character of it as it is. */
    static String literal(String text) {
        var fence = fence(text);
        return fence + "text\n" + text.stripTrailing() + "\n" + fence;
    }
}
