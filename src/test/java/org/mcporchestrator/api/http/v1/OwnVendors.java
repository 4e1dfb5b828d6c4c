package org.mcporchestrator.api.http.v1;

import java.util.List;
import java.util.Map;

import org.mcporchestrator.ops.tracing.TraceCollector;

import io.quarkus.test.junit.QuarkusTestProfile;

/**
 * An application of its own, so that no other test sees these vendors, with a collector of traces. One for all who need either,
 * since each costs seconds.
 */
public class OwnVendors implements QuarkusTestProfile {

    /** Variables of vendors as an operator may have set them, whatever this machine has. */
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("XAI_API_KEY", "", "GROK_API_KEY", "xai-second-variable", "ANTHROPIC_API_KEY", "",
                "orchestrator.provider.scripted.failure-code", "reply_cut");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(TwoVendors.class), new TestResourceEntry(TraceCollector.class));
    }

    @Override
    public boolean disableGlobalTestResources() {
        return true;
    }
}
