package org.mcporchestrator.agent.prompt;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Limits of what models are told. */
@ConfigMapping(prefix = "orchestrator.agent")
public interface PromptsConfig {

    /**
     * Characters that all sources of one synthesis have together; what is longer is cut, and says so. Four are about a token.
     */
    @WithDefault("240000")
    int synthesisInput();
}
