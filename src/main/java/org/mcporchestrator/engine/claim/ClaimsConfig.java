package org.mcporchestrator.engine.claim;

import java.util.Optional;

import org.mcporchestrator.setting.AtLeast;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** {@code orchestrator.claims.*} in application.properties. */
@ConfigMapping(prefix = "orchestrator.claims")
public interface ClaimsConfig {

    /**
     * What this process has in common with the one before it and the one after it, and with no other that runs at the same
     * time; without it, host name, address and port. What the one before drove is taken over at once.
     */
    Optional<String> instance();

    /**
     * Takeovers in a row without a new outcome from which on a workflow is driven after a wait, and no two such by one process:
     * it may be what ends its drivers.
     */
    @WithDefault("3")
    @WithConverter(AtLeast.One.class)
    int suspectTakeovers();

    /** Takeovers in a row without a new outcome at which a workflow ends as failed. */
    @WithDefault("5")
    @WithConverter(AtLeast.One.class)
    int maxTakeovers();
}
