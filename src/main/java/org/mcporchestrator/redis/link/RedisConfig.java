package org.mcporchestrator.redis.link;

import java.time.Duration;
import java.util.Optional;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** {@code orchestrator.redis.*} in application.properties: which Redis, and how it is used. */
@ConfigMapping(prefix = "orchestrator.redis")
public interface RedisConfig {

    /** Whether Redis is used at all; if not, everything is lost when the process ends. */
    @WithDefault("true")
    boolean enabled();

    @WithDefault("localhost")
    String host();

    @WithDefault("6379")
    int port();

    /** Number of the database. */
    @WithDefault("0")
    int db();

    /** As it is, without any escaping. */
    Optional<String> password();

    /**
     * {@code redis://[user:password@]host[:port][/db]}, {@code rediss} for TLS; wins over host, port, db and password. Its user
     * and password are percent-encoded. With {@code REDIS_CLIENT_TYPE=sentinel} those of the sentinels, with commas between.
     */
    Optional<String> url();

    /** Stands before each key and channel, so that several installations can share a database. */
    Optional<String> keyPrefix();

    /** After this time a call counts as failed and its connection is given up. */
    @WithDefault("500ms")
    Duration timeout();

    /** Outcomes of running workflows are stored compressed from this length on. */
    @WithDefault("4K")
    MemorySize compressFrom();

    /** Share of Redis' {@code maxmemory} beyond which no new workflows are taken, so that those under way can end. */
    @WithDefault("0.9")
    double highWater();
}
