package org.mcporchestrator.tool.orchestration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Limits of the tools. */
@ConfigMapping(prefix = "orchestrator.tools")
public interface ToolConfig {

    /** The most agents that a caller may ask for in one workflow; more is refused as invalid. */
    @WithDefault("100")
    int maxAgents();
}
