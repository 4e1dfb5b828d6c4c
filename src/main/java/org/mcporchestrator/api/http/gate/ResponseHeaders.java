package org.mcporchestrator.api.http.gate;

import io.vertx.core.MultiMap;

/** What browsers are told about every answer, unless a resource has said something else by then. */
final class ResponseHeaders {

    /** Answers are data: nothing of them runs, is loaded or is framed. */
    private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";
    /** Of the pages that Quarkus serves in dev mode, which have scripts of their own. */
    private static final String PAGES = "/q/";

    private ResponseHeaders() {}

    /** Before anything is answered. */
    static void begin(MultiMap headers) {
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
    }

    /** When the head is about to be written. */
    static void complete(String path, MultiMap headers) {
        if (!headers.contains("Cache-Control")) {
            headers.set("Cache-Control", "no-store");
        }
        if (!headers.contains("Content-Security-Policy") && !path.startsWith(PAGES)) {
            headers.set("Content-Security-Policy", NOTHING);
        }
    }
}
