package org.mcporchestrator.redis.link;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import jakarta.inject.Singleton;

import org.mcporchestrator.redis.embedded.EmbeddedRedis;

import io.quarkus.logging.Log;
import io.quarkus.redis.client.RedisHostsProvider;
import io.smallrye.common.annotation.Identifier;

/** Tells Quarkus where Redis is. */
@Singleton
@Identifier("orchestrator")
class RedisHosts implements RedisHostsProvider {

    private final RedisConfig config;
    private final EmbeddedRedis embedded;

    RedisHosts(RedisConfig config, EmbeddedRedis embedded) {
        this.config = config;
        this.embedded = embedded;
    }

    @Override
    public Set<URI> getHosts() {
        var all = Address.all(config);
        var configured = all.getFirst().uri();
        var used = config.enabled() ? embedded.inPlaceOf(configured) : configured;
        Log.infof("Redis settings: address=%s embedded=%s prefix=%s timeout=%s", new Address(used), !used.equals(configured),
                config.keyPrefix().orElse(""), config.timeout());
        var hosts = new LinkedHashSet<>(List.of(used));
        if (used.equals(configured)) {
            all.forEach(address -> hosts.add(address.uri()));
        }
        return hosts;
    }
}
