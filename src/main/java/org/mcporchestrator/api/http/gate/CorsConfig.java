package org.mcporchestrator.api.http.gate;

import java.util.Optional;
import java.util.Set;

import io.smallrye.config.ConfigMapping;

/** Which web pages may read what this server answers. */
@ConfigMapping(prefix = "orchestrator.cors")
public interface CorsConfig {

    /** Origins as browsers write them, exactly: {@code https://app.example}; {@code ORCHESTRATOR_CORS_ORIGINS}. */
    Optional<Set<String>> origins();
}
