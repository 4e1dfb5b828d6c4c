package org.mcporchestrator.workflow.webhook;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What a registration and its receiver know, and nobody else. Is never shown. */
public record Secret(String value) {

    /** Of secrets as Standard Webhooks writes them; the key in Base64 follows. */
    public static final String STANDARD = "whsec_";

    private static final int FEWEST = 8;
    private static final int MOST = 256;

    /** Whether it can be one: printable ASCII without blanks, and after {@link #STANDARD} a key in Base64. */
    public static boolean isUsable(String value) {
        return value.length() >= FEWEST && value.length() <= MOST && value.chars().allMatch(c -> c > ' ' && c < 127)
                && (!value.startsWith(STANDARD) || isBase64(value.substring(STANDARD.length())));
    }

    private static boolean isBase64(String key) {
        try {
            return Base64.getDecoder().decode(key).length >= FEWEST;
        } catch (IllegalArgumentException other) {
            return false;
        }
    }

    /** The key by Standard Webhooks: what the Base64 stands for, or the text itself. */
    public byte[] standardKey() {
        return value.startsWith(STANDARD) ? Base64.getDecoder().decode(value.substring(STANDARD.length())) : bytes();
    }

    /** The text itself. */
    public byte[] bytes() {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "***";
    }
}
