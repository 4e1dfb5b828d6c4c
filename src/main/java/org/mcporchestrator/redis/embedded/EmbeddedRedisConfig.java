package org.mcporchestrator.redis.embedded;

import java.nio.file.Path;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** {@code orchestrator.redis.embedded.*} in application.properties: whether this process brings its own Redis. */
@ConfigMapping(prefix = "orchestrator.redis.embedded")
public interface EmbeddedRedisConfig {

    /** {@code auto}, {@code always} or {@code true}, {@code never} or {@code false}; see {@link Mode}. */
    @WithDefault("auto")
    @WithConverter(Mode.Reader.class)
    Mode mode();

    /**
     * Folder in which the data survive a restart; one process at a time can use it. Tests get a temporary one instead, which is
     * removed afterwards.
     */
    @WithDefault("data")
    Path dataDir();

    /**
     * The {@code redis-server} to run. Without it the bundled one (6.2) in dev mode and tests, else the first on the PATH,
     * which has to be 7 or newer.
     */
    Optional<Path> executable();
}
