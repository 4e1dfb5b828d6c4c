package org.mcporchestrator.workflow;

/** How long texts are where they are stored or sent. */
public final class Utf8 {

    private static final int ONE_BYTE = 0x80;
    private static final int TWO_BYTES = 0x800;

    private Utf8() {}

    /**
     * Bytes of a text in UTF-8, counted without encoding it: a copy would be as long as the text. Half a character counts as
     * one, as it becomes a question mark.
     */
    public static int length(String text) {
        var bytes = text.length();
        for (var at = 0; at < text.length(); at++) {
            var next = text.charAt(at);
            if (next >= ONE_BYTE) {
                bytes += more(text, at, next);
            }
        }
        return bytes;
    }

    /** Beyond one: two for the first half of a pair, whose second half has none. */
    private static int more(String text, int at, char next) {
        if (Character.isSurrogate(next)) {
            return at + 1 < text.length() && Character.isSurrogatePair(next, text.charAt(at + 1)) ? 2 : 0;
        }
        return next < TWO_BYTES ? 1 : 2;
    }
}
