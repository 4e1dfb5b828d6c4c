package org.mcporchestrator.api.mcp.wire;

import jakarta.inject.Singleton;

import io.vertx.ext.web.RoutingContext;

/** Requests that clients gave up lately, by session: wherever the news of it came in, and whoever serves the request. */
@Singleton
public class Cancellations {

    private record Request(String session, String id) {}

    private final Recent<Request> lately = new Recent<>();

    void add(String session, String request) {
        lately.add(new Request(session, request));
    }

    /** Whether the client gave the request up that is being served. */
    public boolean has(RoutingContext context, Object request) {
        return Sessions.name(context).filter(session -> lately.has(new Request(session, String.valueOf(request))))
                .isPresent();
    }
}
