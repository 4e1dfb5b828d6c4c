package org.mcporchestrator.api.http.gate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import jakarta.inject.Singleton;

import org.mcporchestrator.api.http.Failure;
import org.mcporchestrator.api.http.Problems;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.http.HttpServerRequest;

/**
 * Decides who may call. With a key: whoever shows it. Without one: this machine only, and only under its own name, because a
 * web page can make a browser send requests to a name that its owner points at 127.0.0.1 (DNS rebinding).
 */
@Singleton
class Door {

    static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?::1]?");
    private static final String BEARER = "bearer ";
    /** What monitors ask without a key. */
    private static final Set<String> HEALTH = Set.of("/health", "/q/health", "/q/health/live", "/q/health/ready",
            "/q/health/started");

    private final Problems problems;
    private final Optional<byte[]> key;
    private final boolean insecure;

    /** Throws if the server would be open to a network without anybody having said so. */
    Door(DoorConfig config, Problems problems) {
        this.problems = problems;
        this.key = config.apiKey().or(() -> config.apiKeyFile().map(Door::read)).map(Door::bytes);
        this.insecure = config.insecure();
        if (key.isEmpty() && !insecure && !LOOPBACK.matcher(config.host()).matches()) {
            throw new ConfigurationException("HOST=" + config.host() + " opens the server to a network:"
                    + " set ORCHESTRATOR_API_KEY or ORCHESTRATOR_API_KEY_FILE, or ORCHESTRATOR_INSECURE=true if that is meant");
        }
    }

    private static String read(Path file) {
        try {
            var key = Files.readString(file).strip();
            if (key.isEmpty()) {
                throw new ConfigurationException("ORCHESTRATOR_API_KEY_FILE=" + file + " is empty");
            }
            return key;
        } catch (IOException failure) {
            throw new ConfigurationException("ORCHESTRATOR_API_KEY_FILE=" + file + " cannot be read", failure);
        }
    }

    /** Why a request is turned away; empty if it may come in. */
    Optional<Failure> refusal(HttpServerRequest request) {
        if (open(Objects.requireNonNullElse(request.path(), ""))) {
            return Optional.empty();
        }
        if (key.isPresent()) {
            return shown(request).filter(this::fits).isPresent() ? Optional.empty() : Optional.of(problems.unauthorized());
        }
        return insecure || ownName(request) ? Optional.empty() : Optional.of(problems.foreignHost());
    }

    /** Compares the path as sent: whatever is routed to another place by its dots, plain or encoded, is none of these. */
    private static boolean open(String path) {
        return HEALTH.contains(path);
    }

    private static Optional<String> shown(HttpServerRequest request) {
        return Optional.ofNullable(request.getHeader("Authorization"))
                .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(header -> header.substring(BEARER.length()).strip())
                .or(() -> Optional.ofNullable(request.getHeader("X-API-Key")));
    }

    /** Takes as long for a wrong key as for the right one. */
    private boolean fits(String shown) {
        return MessageDigest.isEqual(key.orElseThrow(), bytes(shown));
    }

    private static boolean ownName(HttpServerRequest request) {
        return Optional.ofNullable(request.authority())
                .filter(name -> LOOPBACK.matcher(name.host().toLowerCase(Locale.ROOT)).matches())
                .isPresent();
    }

    private static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }
}
