package org.mcporchestrator.api.mcp.wire;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import jakarta.inject.Singleton;

import io.vertx.ext.web.RoutingContext;

/** Requests that clients gave up lately, by session: wherever the news of it came in, and whoever serves the request. */
@Singleton
public class Cancellations {

    private static final int MOST = 10_000;

    private record Request(String session, String id) {}

    private final Set<Request> lately = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {

        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Request, Boolean> eldest) {
            return size() > MOST;
        }
    }));

    void add(String session, String request) {
        lately.add(new Request(session, request));
    }

    /** Whether the client gave the request up that is being served. */
    public boolean has(RoutingContext context, Object request) {
        return Sessions.name(context).filter(session -> lately.contains(new Request(session, String.valueOf(request))))
                .isPresent();
    }
}
