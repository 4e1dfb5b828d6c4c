package org.mcporchestrator.ops.tracing;

import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mcporchestrator.api.http.Calls.ended;
import static org.mcporchestrator.api.http.Calls.research;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import com.github.tomakehurst.wiremock.WireMockServer;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;

/** A collector gets the traces over HTTP once somebody says where it is. */
@QuarkusTest
@Tag("application")
@QuarkusTestResource(value = TracesAreSentTest.Collector.class, restrictToAnnotatedClass = true)
class TracesAreSentTest {

    public static final class Collector implements QuarkusTestResourceLifecycleManager {

        private static final WireMockServer SERVER = new WireMockServer(options().dynamicPort());

        @Override
        public Map<String, String> start() {
            SERVER.start();
            SERVER.stubFor(post(urlEqualTo("/v1/traces")).willReturn(ok()));
            return Map.of("otel.exporter.otlp.endpoint", SERVER.baseUrl(), "quarkus.otel.bsp.schedule.delay", "100ms");
        }

        @Override
        public void stop() {
            SERVER.stop();
        }

        /** Everything that came in; texts are as they are in protobuf. */
        static String received() {
            return SERVER.findAll(postRequestedFor(urlEqualTo("/v1/traces"))).stream()
                    .map(request -> new String(request.getBody(), StandardCharsets.ISO_8859_1)).collect(Collectors.joining());
        }
    }

    @Test
    void theStepsOfAWorkflowAndTheWorkflowAreSent() {
        var id = research(Map.of("task", "a secret about tides", "num_agents", 2));
        ended(id);

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(Collector.received())
                .contains("invoke_workflow beltalowda", "chat scripted", "gen_ai.usage.output_tokens", id, "belter_1",
                        "mcp-orchestrator"));
        assertThat(Collector.received()).doesNotContain("a secret about tides")
                .as("requests to this server are no part of a trace").doesNotContain("/tools/");
    }
}
