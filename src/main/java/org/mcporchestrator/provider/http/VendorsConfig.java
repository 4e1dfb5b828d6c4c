package org.mcporchestrator.provider.http;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithDefaults;
import io.smallrye.config.WithParentName;

/** How each vendor is reached, by its name. */
@ConfigMapping(prefix = "orchestrator.provider")
public interface VendorsConfig {

    /** Has an entry for every name, if only with the defaults. */
    @WithParentName
    @WithDefaults
    Map<String, Access> vendors();

    /** How one vendor is reached. */
    interface Access {

        /** Secret that is sent with each call. A vendor without one is not configured, unless its base URL is set. */
        Optional<String> apiKey();

        /** The secret if the first one is empty, for vendors whose key has two names. */
        Optional<String> secondApiKey();

        /** What the path of the wire format is appended to; if set, the server there needs no key. */
        Optional<String> baseUrl();

        /** The server if the base URL is empty, as {@code host}, {@code host:port} or a URL without a path. */
        Optional<String> host();

        /** The model that is called if nobody asks for one. */
        Optional<String> model();

        /** Calls of this process at the same time; further ones wait in turn. */
        @WithDefault("64")
        int connections();

        /** Tokens a minute, prompts and answers, of all processes together; further calls wait in turn. 0: no limit. */
        @WithDefault("0")
        long tokensPerMinute();

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
