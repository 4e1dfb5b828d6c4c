package org.mcporchestrator.journal.admission;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * By which a request that is repeated is recognised. Holds neither what the caller chose nor the request, only their digests.
 *
 * @param digest of the caller's key: SHA-256, 64 hex digits
 * @param fingerprint of the request: likewise
 */
public record IdempotencyKey(String digest, String fingerprint) {

    /** @param request in a form that is the same for equal requests */
    public static IdempotencyKey of(String key, String request) {
        return new IdempotencyKey(sha256(key), sha256(request));
    }

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
