package org.mcporchestrator.api.http;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;

/** Facts and limits of the HTTP interface. */
@ConfigMapping(prefix = "orchestrator.http")
public interface HttpConfig {

    /** The largest request body; a larger one is answered with 413. */
    MemorySize maxBody();

    /** The version that the server says it is. */
    String version();
}
