package org.mcporchestrator.redis.link;

import java.net.URI;
import java.util.Set;

import jakarta.inject.Singleton;

import io.quarkus.redis.client.RedisHostsProvider;
import io.smallrye.common.annotation.Identifier;

/** Tells Quarkus where Redis is. */
@Singleton
@Identifier("orchestrator")
class RedisHosts implements RedisHostsProvider {

    private final RedisConfig config;

    RedisHosts(RedisConfig config) {
        this.config = config;
    }

    @Override
    public Set<URI> getHosts() {
        return Set.of(Address.of(config).uri());
    }
}
