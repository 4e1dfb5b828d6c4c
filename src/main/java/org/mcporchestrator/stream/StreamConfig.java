package org.mcporchestrator.stream;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Limits of event streams. */
@ConfigMapping(prefix = "orchestrator.stream")
public interface StreamConfig {

    /** Readers of all workflows together; a further one is refused as {@code OVERLOADED} and may come again. */
    @WithDefault("1000")
    int maxReaders();

    /**
     * Time between two heartbeats, unless the reader asks for another. Longer saves traffic, and proxies close silent
     * connections.
     */
    @WithDefault("15s")
    Duration heartbeat();
}
