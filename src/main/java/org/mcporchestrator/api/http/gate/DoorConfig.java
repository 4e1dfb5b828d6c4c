package org.mcporchestrator.api.http.gate;

import java.nio.file.Path;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Who may call. */
@ConfigMapping(prefix = "orchestrator.door")
public interface DoorConfig {

    /** The key that every caller must show; {@code ORCHESTRATOR_API_KEY}. Wins over the file. */
    Optional<String> apiKey();

    /** A file with the key, read once at the start; {@code ORCHESTRATOR_API_KEY_FILE}. */
    Optional<Path> apiKeyFile();

    /** true: no key is needed wherever the server is bound; {@code ORCHESTRATOR_INSECURE}. */
    @WithDefault("false")
    boolean insecure();

    /** Where the server is bound; {@code HOST}. */
    String host();
}
