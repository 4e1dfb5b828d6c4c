package org.mcporchestrator.api.http;

import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

/**
 * Every simulated call takes long enough that a workflow can be watched and stopped while it runs, and Redis may take its time
 * on a busy machine.
 */
public class Unhurried implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("orchestrator.provider.scripted.latency", "20ms", "orchestrator.redis.timeout", "20s");
    }
}
