package org.mcporchestrator.redis.link;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

import jakarta.inject.Singleton;

import io.quarkus.redis.client.RedisHostsProvider;
import io.smallrye.common.annotation.Identifier;

/** Tells Quarkus where Redis is, whatever characters the settings have. */
@Singleton
@Identifier("orchestrator")
public class RedisHosts implements RedisHostsProvider {

    private final RedisConfig config;

    public RedisHosts(RedisConfig config) {
        this.config = config;
    }

    @Override
    public Set<URI> getHosts() {
        return Set.of(address());
    }

    URI address() {
        return config.url().map(URI::create).orElseGet(this::composed);
    }

    /** Number of the database in use. */
    public int database() {
        var path = address().getPath();
        return path == null || path.length() < 2 ? 0 : Integer.parseInt(path.substring(1));
    }

    /** For logs: without user and password. */
    String shown() {
        var address = address();
        return "%s://%s:%d/%d".formatted(address.getScheme(), address.getHost(), address.getPort(), database());
    }

    private URI composed() {
        var password = config.password().map(text -> ":" + URLEncoder.encode(text, StandardCharsets.UTF_8) + "@").orElse("");
        var host = config.host().contains(":") && !config.host().startsWith("[") ? "[" + config.host() + "]" : config.host();
        return URI.create("redis://%s%s:%d/%d".formatted(password, host, config.port(), config.db()));
    }
}
