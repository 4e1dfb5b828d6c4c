package org.mcporchestrator.api.http;

import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

/** Without Redis, and answers take so long that one can watch them being written. One profile, since each costs seconds. */
public class SlowInMemory implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("orchestrator.redis.enabled", "false", "orchestrator.provider.scripted.latency", "600ms");
    }
}
