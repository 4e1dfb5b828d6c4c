package org.mcporchestrator.ops.tracing;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What spans tell. Whether there are any is decided by {@link TracingSwitch}. */
@ConfigMapping(prefix = "orchestrator.tracing")
public interface TracingConfig {

    /** Whether spans have prompts and answers too; whoever reads the traces then reads those. */
    @WithDefault("false")
    boolean contents();
}
