package org.mcporchestrator.provider.openai;

import java.time.Duration;
import java.util.Optional;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How each vendor is reached. */
@ConfigMapping(prefix = "orchestrator.provider")
public interface VendorsConfig {

    Access xai();

    Access openai();

    /** How one vendor is reached. */
    interface Access {

        /** Secret that is sent with each call. A vendor without one is not configured, unless its base URL is set. */
        Optional<String> apiKey();

        /** The secret if the first one is empty, for vendors whose key has two names. */
        Optional<String> secondApiKey();

        /** What {@code /chat/completions} is appended to; if set, the server there needs no key. */
        Optional<String> baseUrl();

        /** The model that is called if nobody asks for one. */
        Optional<String> model();

        /** Calls at the same time; further ones wait within their own time limit. */
        @WithDefault("64")
        int connections();

        /** Longest answer, as sent with its framing; a longer one is a fault. */
        @WithDefault("4M")
        MemorySize maxReply();

        /** Limit for making a connection. */
        @WithDefault("10s")
        Duration connectTimeout();

        /** A connection on which nothing is sent or received for so long is closed. Some models think that long. */
        @WithDefault("5m")
        Duration idleTimeout();
    }
}
