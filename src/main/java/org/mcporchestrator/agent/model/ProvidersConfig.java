package org.mcporchestrator.agent.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Which provider is meant if a caller names none, and which one takes over. */
@ConfigMapping(prefix = "orchestrator.providers")
public interface ProvidersConfig {

    /** The provider of every call that names none, as set by {@code DEFAULT_PROVIDER}; an unknown name stops the start. */
    Optional<String> preferred();

    /** Order in which providers are listed, and in which the first with a key is preferred; others follow by name. */
    @WithDefault("xai,openai,anthropic,gemini,mistral,groq,cohere,perplexity,ollama")
    List<String> order();

    /**
     * The providers that take over, in this order, where the workflow's own cannot answer; those without a key are passed over.
     * What a workflow says about it goes before. An unknown name stops the start.
     */
    Optional<List<String>> fallback();

    /** A provider that may not be called for longer than this is passed over, if another one can take over. */
    @WithDefault("5s")
    Duration fallbackAfter();
}
