package org.mcporchestrator.api.http.sse;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.inject.Singleton;

import org.mcporchestrator.api.http.HttpConfig;
import org.mcporchestrator.api.http.Problems;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;

/** How many streams each address has open, so that none takes the places of all. */
@Singleton
class Clients {

    private final Map<String, Integer> open = new ConcurrentHashMap<>();
    private final HttpConfig config;
    private final Problems problems;

    Clients(HttpConfig config, Problems problems) {
        this.config = config;
        this.problems = problems;
    }

    /**
     * Takes a place for the client of the request until {@link #leave}; throws a failure with 429 if it has as many as it may.
     */
    String enter(HttpServerRequest request) {
        var client = Optional.ofNullable(request.remoteAddress()).map(SocketAddress::hostAddress).orElse("");
        if (open.merge(client, 1, Integer::sum) > config.streamsPerClient()) {
            leave(client);
            throw problems.tooManyStreams(config.streamsPerClient());
        }
        return client;
    }

    void leave(String client) {
        open.computeIfPresent(client, (_, count) -> count == 1 ? null : count - 1);
    }
}
