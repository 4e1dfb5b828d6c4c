package org.mcporchestrator.redis;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How long ended workflows are kept. Whichever limit is reached first removes the oldest ones with every trace. */
@ConfigMapping(prefix = "orchestrator.retention")
public interface RetentionConfig {

    /** Time from the end of a workflow to its removal. */
    @WithDefault("P7D")
    Duration age();

    /** Ended workflows kept at most. More of them cost Redis memory, about the size of their results. */
    @WithDefault("10000")
    int maxResults();
}
