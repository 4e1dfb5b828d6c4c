package org.mcporchestrator.webhook.signature;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;

import org.mcporchestrator.webhook.DeliveryId;
import org.mcporchestrator.workflow.webhook.Secret;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The headers by which a receiver knows that a delivery is ours: those of Standard Webhooks (standardwebhooks.com), and two
 * that callers of the first routes know.
 */
public final class Signatures {

    private static final String VERSION = "v1,";

    private Signatures() {}

    /**
     * Signs one attempt.
     *
     * @param body as it is sent
     * @param parsed the same
     * @param secrets newest first; without one there are no signatures
     */
    public static SequencedMap<String, String> headers(DeliveryId id, Instant at, byte[] body, JsonNode parsed,
            List<Secret> secrets) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("webhook-id", id.toString());
        headers.put("webhook-timestamp", Long.toString(at.getEpochSecond()));
        if (!secrets.isEmpty()) {
            headers.put("webhook-signature", secrets.stream().map(secret -> standard(secret, id, at, body))
                    .collect(Collectors.joining(" ")));
            headers.put("X-MCP-Signature", ofBytes(secrets.getFirst(), body));
            headers.put("X-Webhook-Signature", ofContent(secrets.getFirst(), parsed));
        }
        return headers;
    }

    private static String standard(Secret secret, DeliveryId id, Instant at, byte[] body) {
        var head = (id + "." + at.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8);
        var content = new byte[head.length + body.length];
        System.arraycopy(head, 0, content, 0, head.length);
        System.arraycopy(body, 0, content, head.length, body.length);
        return VERSION + Base64.getEncoder().encodeToString(Hmac.of(secret.standardKey(), content));
    }

    /** Of the bytes that are sent. */
    static String ofBytes(Secret secret, byte[] body) {
        return hex(secret, body);
    }

    /** Of what the body says, however it is written: of its canonical form. */
    static String ofContent(Secret secret, JsonNode body) {
        return hex(secret, CanonicalJson.of(body).getBytes(StandardCharsets.US_ASCII));
    }

    private static String hex(Secret secret, byte[] content) {
        return HexFormat.of().formatHex(Hmac.of(secret.bytes(), content));
    }
}
