package org.mcporchestrator.api.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A failure as HTTP answers it. As an exception it has no stack trace: it is an answer, no defect.
 */
public final class Failure extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** Where failures are problem details (RFC 9457). */
    private static final String RESOURCES = "/v1/";
    private static final String NAME = "urn:mcp-orchestrator:problem:";
    private static final Set<String> HEADERS = Set.of("Idempotency-Key", "Last-Event-ID");

    private final int status;
    private final transient Map<String, String> headers;
    private final transient ObjectNode body;

    /** @param body with {@code success}, {@code error}, {@code code} and perhaps {@code errors} */
    Failure(int status, Map<String, String> headers, ObjectNode body) {
        super(body.path("code").asText(), null, false, false);
        this.status = status;
        this.headers = Map.copyOf(headers);
        this.body = body;
    }

    public int status() {
        return status;
    }

    public Map<String, String> headers() {
        return headers;
    }

    /** In the form of the tools. */
    public ObjectNode body() {
        return body;
    }

    /** What is sent, in the form that callers of that path know. */
    public ObjectNode body(String path) {
        return isResource(path) ? problem(path) : body;
    }

    public String mediaType(String path) {
        return isResource(path) ? "application/problem+json" : "application/json";
    }

    private static boolean isResource(String path) {
        return path.startsWith(RESOURCES) || path.equals("/v1");
    }

    private ObjectNode problem(String path) {
        var code = body.path("code").asText();
        var problem = body.objectNode()
                .put("type", NAME + code)
                .put("title", title(code))
                .put("status", status)
                .put("detail", body.path("error").asText())
                .put("instance", reference(path))
                .put("code", code);
        if (body.has("errors")) {
            var errors = problem.putArray("errors");
            body.get("errors").forEach(error -> errors.add(place(error)));
        }
        return problem;
    }

    /** As a reference to a URI; what could be none is quoted. */
    private static String reference(String path) {
        try {
            return new URI(path).toString();
        } catch (URISyntaxException malformed) {
            return quoted(path);
        }
    }

    private static String quoted(String path) {
        try {
            return new URI(null, null, path, null).toString();
        } catch (URISyntaxException impossible) {
            throw new IllegalArgumentException("not a path", impossible);
        }
    }

    /** Where in the request: in its body by a JSON pointer, else by the name of a header or a query parameter. */
    private ObjectNode place(JsonNode error) {
        var field = error.path("field").asText();
        var kind = field.isEmpty() || field.startsWith("/") || field.equals("body") ? "pointer"
                : HEADERS.contains(field) ? "header" : "parameter";
        return body.objectNode().put(kind, field.equals("body") ? "" : field).put("detail", error.path("message").asText());
    }

    /** The code in words. */
    private static String title(String code) {
        return Character.toUpperCase(code.charAt(0)) + code.substring(1).replace('_', ' ');
    }
}
