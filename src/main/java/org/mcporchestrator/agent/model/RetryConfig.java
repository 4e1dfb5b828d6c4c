package org.mcporchestrator.agent.model;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How long to wait before a failed call is made again. How often is the caller's choice, see the step's options. */
@ConfigMapping(prefix = "orchestrator.agent.retry")
public interface RetryConfig {

    /** Wait before the first retry; doubles each time. */
    @WithDefault("500ms")
    Duration firstBackOff();

    /** The wait does not double beyond this. */
    @WithDefault("20s")
    Duration slowestBackOff();

    /** Share of the wait that is left to chance, 0 to 1, so that calls which failed together are not repeated together. */
    @WithDefault("0.5")
    double jitter();

    /**
     * Longest wait that a provider may ask for where no other one can take over, unless the time limit of an attempt is longer;
     * if it asks for more, the step ends with the fault.
     */
    @WithDefault("60s")
    Duration longestRetryAfter();
}
