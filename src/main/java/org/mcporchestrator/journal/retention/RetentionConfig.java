package org.mcporchestrator.journal.retention;

import java.time.Duration;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How long ended workflows are kept. Whichever limit is reached first removes the oldest ones with every trace. */
@ConfigMapping(prefix = "orchestrator.retention")
public interface RetentionConfig {

    /** Time from the end of a workflow to its removal. */
    @WithDefault("P7D")
    Duration age();

    /** Ended workflows kept at most. More of them cost memory, about the size of their results. */
    @WithDefault("10000")
    int maxResults();

    /** For how long a request that comes again under its idempotency key starts nothing. */
    @WithDefault("24h")
    Duration idempotencyKeys();

    /** Size of all kept results together in Redis, as JSON; 0 for no limit. Memory without Redis does not look at it. */
    @WithDefault("1G")
    MemorySize maxBytes();
}
