package org.mcporchestrator.agent.model;

import java.util.List;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Which provider is meant if a caller names none. */
@ConfigMapping(prefix = "orchestrator.providers")
public interface ProvidersConfig {

    /** The provider of every call that names none, as set by {@code DEFAULT_PROVIDER}; an unknown name stops the start. */
    Optional<String> preferred();

    /** Order in which providers are listed, and in which the first with a key is preferred; others follow by name. */
    @WithDefault("xai,openai")
    List<String> order();
}
