package org.mcporchestrator.agent;

import org.mcporchestrator.workflow.Utf8;

/** What a model is told: its role, and the work. */
public record Prompt(String system, String user) {

    private static final int BYTES_OF_A_TOKEN = 4;

    /** By estimate: vendors count about four characters of English as a token, and fewer of other scripts. */
    public long tokens() {
        return tokens((long) bytes(system) + bytes(user));
    }

    /** Of a text with so many bytes of UTF-8, by the same estimate. */
    public static long tokens(long bytes) {
        return Math.ceilDiv(bytes, BYTES_OF_A_TOKEN);
    }

    /** Of UTF-8. */
    public static int bytes(String text) {
        return Utf8.length(text);
    }

    @Override
    public String toString() {
        return "Prompt[" + (system.length() + user.length()) + " characters]";
    }
}
