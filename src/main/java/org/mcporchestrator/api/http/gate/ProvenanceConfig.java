package org.mcporchestrator.api.http.gate;

import java.util.Optional;
import java.util.Set;

import io.smallrye.config.ConfigMapping;

/** From where model clients may call. */
@ConfigMapping(prefix = "orchestrator.mcp")
public interface ProvenanceConfig {

    /**
     * Names under which model clients may address this server, beside those of the loopback and the one to which it is bound:
     * without port; {@code *} for all; {@code ORCHESTRATOR_ALLOWED_HOSTS}.
     */
    Optional<Set<String>> allowedHosts();

    /**
     * Origins of web pages that may speak to it, beside those of the loopback, as browsers write them:
     * {@code https://app.example}; {@code *} for all; {@code ORCHESTRATOR_ALLOWED_ORIGINS}.
     */
    Optional<Set<String>> allowedOrigins();
}
