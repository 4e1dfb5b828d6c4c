package org.mcporchestrator.agent.traffic;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** When a provider that fails is left alone, and for how long. */
@ConfigMapping(prefix = "orchestrator.providers.breaker")
public interface TrafficConfig {

    /** So many failures in a row open it. */
    @WithDefault("5")
    int failures();

    /** This share of failures among the last calls opens it too, 0 to 1. */
    @WithDefault("0.5")
    double rate();

    /** Calls of which the share is taken; fewer open nothing. */
    @WithDefault("20")
    int window();

    /** How long it stays open the first time; doubles with each probe that fails. */
    @WithDefault("1s")
    Duration open();

    /** It does not stay open longer than this, unless the provider asks for it. */
    @WithDefault("60s")
    Duration longestOpen();

    /** A time-out is the provider's failure if the call had at least this long; else its caller was in a hurry. */
    @WithDefault("30s")
    Duration slowAfter();
}
