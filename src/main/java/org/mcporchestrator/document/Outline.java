package org.mcporchestrator.document;

/**
 * What can be seen of a Markdown text without parsing it, in one pass. Careful rather than exact: what looks as if it could
 * break out of its section is left to the parser.
 *
 * @param harmless whether at most headings have to be changed, and all of them begin in the first column: such a heading is
 *        never part of a list, a quote or code
 * @param highest level of these headings; {@value #NONE} without any
 * @param excessive whether a parser would be busy with it for long: it may look for the end of a tag from each {@code <} to the
 *        end of the text, and it fills each row of a table up to the width of the widest
 */
record Outline(boolean harmless, int highest, boolean excessive) {

    static final int LOWEST = 6;
    static final int NONE = LOWEST + 1;

    /** What parsing a text may cost, in characters looked at and cells made: some tenths of a second. */
    private static final long MOST_WORK = 50_000_000;
    private static final long MOST_CELLS = 1_000_000;
    /** What may stand before a block that is part of a list or a quote. */
    private static final String MARKERS = " \t>*+-0123456789.)";

    static Outline of(String text) {
        var pass = new Pass(text);
        var begin = 0;
        while (begin <= text.length()) {
            var newline = text.indexOf('\n', begin);
            var end = newline < 0 ? text.length() : newline;
            pass.line(begin, end);
            begin = end + 1;
        }
        return new Outline(pass.harmless, pass.highest, pass.excessive());
    }

    /** The level of the heading that a line is; 0 if it is none that begins in the first column. */
    static int level(String text, int begin, int end) {
        var at = begin;
        while (at < end && text.charAt(at) == '#') {
            at++;
        }
        var level = at - begin;
        var closed = at == end || text.charAt(at) == ' ' || text.charAt(at) == '\t';
        return closed && level <= LOWEST ? level : 0;
    }

    private static final class Pass {

        private final String text;
        private boolean harmless = true;
        private int highest = NONE;
        private boolean afterText;
        private long tags;
        private long lines;
        private long widest;

        private Pass(String text) {
            this.text = text;
        }

        private void line(int begin, int end) {
            var content = content(begin, end);
            if (content == end) {
                harmless &= !(afterText && isDashed(begin, end));
            } else {
                block(begin, content, end);
            }
            inside(begin, end);
            afterText = hasText(begin, end);
            lines++;
        }

        /** Blanks and tabs alone are none: CommonMark takes blanks of Unicode for text. */
        private boolean hasText(int begin, int end) {
            var at = begin;
            while (at < end && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
                at++;
            }
            return at < end;
        }

        /** Where a line begins that is not only markers. */
        private int content(int begin, int end) {
            var at = begin;
            while (at < end && MARKERS.indexOf(text.charAt(at)) >= 0) {
                at++;
            }
            return at;
        }

        /** Below a line of text it underlines a heading. */
        private boolean isDashed(int begin, int end) {
            return text.substring(begin, end).stripTrailing().endsWith("-");
        }

        private void block(int begin, int content, int end) {
            switch (text.charAt(content)) {
                case '#' -> {
                    var level = level(text, begin, end);
                    highest = level == 0 ? highest : Math.min(highest, level);
                    harmless &= content == begin;
                }
                case '=' -> harmless = false;
                case '`', '~' -> harmless &= !text.startsWith("```", content) && !text.startsWith("~~~", content);
                default -> {
                }
            }
        }

        private void inside(int begin, int end) {
            var columns = 0;
            for (var at = begin; at < end; at++) {
                switch (text.charAt(at)) {
                    case '|' -> columns++;
                    case '<' -> {
                        tags++;
                        harmless = false;
                    }
                    case ']' -> harmless &= !text.startsWith(":", at + 1);
                    case '\r' -> {
                        // The parser ends a line here too.
                        harmless = false;
                        widest = Math.max(widest, columns);
                        columns = 0;
                        lines++;
                    }
                    default -> {
                    }
                }
            }
            widest = Math.max(widest, columns);
        }

        private boolean excessive() {
            return tags * text.length() > MOST_WORK || widest * lines > MOST_CELLS;
        }
    }
}
