package org.mcporchestrator.api.http;

import org.mcporchestrator.setting.AtLeast;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** Facts and limits of the HTTP interface. */
@ConfigMapping(prefix = "orchestrator.http")
public interface HttpConfig {

    /** The largest request body; a larger one is answered with 413. */
    MemorySize maxBody();

    /** Event streams that one address may have open at a time; a further one is answered with 429. */
    @WithDefault("256")
    @WithConverter(AtLeast.One.class)
    int streamsPerClient();

    /** The version that the server says it is. */
    String version();
}
