package org.mcporchestrator.api.http.gate;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.inject.Singleton;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

/**
 * Lets web pages of other origins read answers (Fetch Standard, section 3.2): only those that somebody named, each in full.
 * Others may still send what a form can send, and cannot read what comes back; for model clients {@link Provenance} is
 * stricter.
 */
@Singleton
class Cors {

    private static final String ORIGIN = "Origin";
    private static final String METHODS = "GET, HEAD, POST, PUT, DELETE";
    private static final String REQUEST_HEADERS = "Authorization, X-API-Key, Content-Type, Accept, Idempotency-Key, If-None-Match,"
            + " Last-Event-ID, Mcp-Session-Id, Mcp-Protocol-Version";
    private static final String RESPONSE_HEADERS = "Location, ETag, Retry-After, Mcp-Session-Id";
    private static final String A_DAY = "86400";

    private final Set<String> origins;

    /** Throws if an origin is none: what looks like a pattern would be one that matches nothing, or everything. */
    Cors(CorsConfig config) {
        this.origins = config.origins().orElse(Set.of()).stream().map(String::strip).filter(origin -> !origin.isEmpty())
                .map(Cors::checked).collect(Collectors.toSet());
    }

    private static String checked(String origin) {
        var lower = origin.toLowerCase(Locale.ROOT);
        if (!exact(lower)) {
            throw new ConfigurationException(
                    "ORCHESTRATOR_CORS_ORIGINS: " + origin + " is no origin; each must be written in full,"
                            + " as scheme://host or scheme://host:port, without path: patterns and * are not taken");
        }
        return lower;
    }

    private static boolean exact(String origin) {
        try {
            var uri = new URI(origin);
            return Set.of("http", "https").contains(Optional.ofNullable(uri.getScheme()).orElse("")) && uri.getHost() != null
                    && origin.equals(uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()));
        } catch (URISyntaxException _) {
            return false;
        }
    }

    /** Whether a browser only asks beforehand what it may send; it sends no key with that. */
    boolean isPreflight(HttpServerRequest request) {
        return request.method().equals(HttpMethod.OPTIONS) && allowed(request)
                && request.headers().contains("Access-Control-Request-Method");
    }

    /** Tells the browser whether the page may read the answer. */
    void tell(HttpServerRequest request, MultiMap headers) {
        if (origins.isEmpty()) {
            return;
        }
        headers.add("Vary", ORIGIN);
        if (allowed(request)) {
            headers.set("Access-Control-Allow-Origin", request.getHeader(ORIGIN));
            headers.set("Access-Control-Expose-Headers", RESPONSE_HEADERS);
        }
    }

    void tellBeforehand(MultiMap headers) {
        headers.set("Access-Control-Allow-Methods", METHODS);
        headers.set("Access-Control-Allow-Headers", REQUEST_HEADERS);
        headers.set("Access-Control-Max-Age", A_DAY);
    }

    private boolean allowed(HttpServerRequest request) {
        return Optional.ofNullable(request.getHeader(ORIGIN)).map(origin -> origin.toLowerCase(Locale.ROOT))
                .filter(origins::contains).isPresent();
    }
}
