package org.mcporchestrator.api.http.gate;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.inject.Singleton;

import org.mcporchestrator.api.http.Failure;
import org.mcporchestrator.api.http.Problems;

import io.vertx.core.http.HttpServerRequest;

/**
 * Decides by which name, and from which web pages, model clients may call: exactly those that are allowed, wherever the server
 * is bound and whoever shows a key (MCP 2025-11-25, transports: a server must check Origin against DNS rebinding).
 */
@Singleton
class Provenance {

    private static final String ALL = "*";

    private final Problems problems;
    private final Set<String> hosts;
    private final Set<String> origins;

    Provenance(ProvenanceConfig config, DoorConfig door, Problems problems) {
        this.problems = problems;
        this.hosts = new HashSet<>(lower(config.allowedHosts()));
        this.hosts.add(door.host().toLowerCase(Locale.ROOT));
        this.origins = lower(config.allowedOrigins());
    }

    /** Why a request is turned away; empty if it may come in. */
    Optional<Failure> refusal(HttpServerRequest request) {
        if (!knownHost(request)) {
            return Optional.of(problems.unknownHost());
        }
        return Optional.ofNullable(request.getHeader("Origin")).filter(origin -> !knownOrigin(origin.toLowerCase(Locale.ROOT)))
                .map(_ -> problems.foreignOrigin());
    }

    private boolean knownHost(HttpServerRequest request) {
        return hosts.contains(ALL) || Optional.ofNullable(request.authority())
                .map(authority -> authority.host().toLowerCase(Locale.ROOT))
                .filter(host -> Door.LOOPBACK.matcher(host).matches() || hosts.contains(host))
                .isPresent();
    }

    /** Pages of this machine may call from any port. */
    private boolean knownOrigin(String origin) {
        return origins.contains(ALL) || origins.contains(origin) || loopback(origin);
    }

    private static boolean loopback(String origin) {
        try {
            var url = new URI(origin);
            return Set.of("http", "https").contains(Optional.ofNullable(url.getScheme()).orElse(""))
                    && url.getHost() != null && Door.LOOPBACK.matcher(url.getHost()).matches()
                    && url.getUserInfo() == null && url.getPath().isEmpty() && url.getQuery() == null
                    && url.getFragment() == null;
        } catch (URISyntaxException _) {
            return false;
        }
    }

    private static Set<String> lower(Optional<Set<String>> names) {
        return names.orElse(Set.of()).stream().map(name -> name.strip().toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    }
}
