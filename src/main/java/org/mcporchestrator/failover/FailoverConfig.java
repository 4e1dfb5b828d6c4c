package org.mcporchestrator.failover;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** {@code orchestrator.failover.*} in application.properties. */
@ConfigMapping(prefix = "orchestrator.failover")
public interface FailoverConfig {

    /** Whether there is a Redis at all. If not, everything lives in memory and is lost when the process ends. */
    @WithDefault("true")
    boolean enabled();

    /** What happens to workflows that are driven here and recorded in Redis, once their lease is up and Redis still away. */
    enum WhenAway {
        /** They start no new step: another process may have taken them over. */
        PAUSE,
        /** They go on: there is no other process. */
        CONTINUE
    }

    @WithDefault("pause")
    WhenAway whenRedisIsAway();

    /** Whether submissions are taken while Redis is away; they live in memory until it returns. Otherwise they get 503. */
    @WithDefault("true")
    boolean acceptWithoutRedis();

    /** How often Redis is tried while it is away. */
    @WithDefault("250ms")
    Duration retryEvery();

    /** Characters of outcomes that wait in memory for Redis; beyond, workflows pause before their next step. */
    @WithDefault("67108864")
    long maxBuffer();

    /**
     * Workflows submitted here that stay in memory as long as they wait for their first driver, at most; so an emptied Redis
     * gets them again. Together they have no more characters than {@code max-buffer}.
     */
    @WithDefault("10000")
    int keptWaiting();

    /** Ended workflows that stay in memory once Redis has them, newest first: with them an emptied Redis is filled again. */
    @WithDefault("100")
    int keptEnded();
}
