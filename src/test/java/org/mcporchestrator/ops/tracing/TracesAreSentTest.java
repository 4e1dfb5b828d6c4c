package org.mcporchestrator.ops.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mcporchestrator.api.http.Calls.ended;
import static org.mcporchestrator.api.http.Calls.research;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mcporchestrator.api.http.v1.OwnVendors;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** A collector gets the traces over HTTP once somebody says where it is. */
@QuarkusTest
@Tag("application")
@TestProfile(OwnVendors.class)
class TracesAreSentTest {

    @Test
    void theStepsOfAWorkflowAndTheWorkflowAreSent() {
        var id = research(Map.of("task", "a secret about tides", "num_agents", 2));
        ended(id);

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(TraceCollector.received())
                .contains("invoke_workflow beltalowda", "chat scripted", "gen_ai.usage.output_tokens", id, "belter_1",
                        "mcp-orchestrator"));
        assertThat(TraceCollector.received()).doesNotContain("a secret about tides")
                .as("requests to this server are no part of a trace").doesNotContain("/tools/");
    }
}
