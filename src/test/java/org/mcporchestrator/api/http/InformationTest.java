package org.mcporchestrator.api.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.mcporchestrator.api.http.Calls.research;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@Tag("application")
class InformationTest {

    @Test
    void theIndexTellsWhereWhatIs() {
        given().get("/").then().statusCode(200)
                .body("name", equalTo("mcp-orchestrator"))
                .body("version", not(blankOrNullString()))
                .body("endpoints.health", equalTo("/health"))
                .body("endpoints.stream", equalTo("/stream/{task_id}"))
                .body("endpoints.orchestrate_research", equalTo("/tools/orchestrate_research"))
                .body("orchestrators", equalTo(List.of("beltalowda", "swarm")))
                .body("success", nullValue());
    }

    @Test
    void healthTellsWhatItsReadersLookFor() {
        given().get("/health").then().statusCode(200)
                .body("status", equalTo("healthy"))
                .body("service", equalTo("mcp-orchestrator"))
                .body("version", not(blankOrNullString()))
                .body("timestamp", matchesPattern(".*Z"))
                .body("uptime", greaterThanOrEqualTo(0))
                .body("active_streams", greaterThanOrEqualTo(0))
                .body("registered_webhooks", greaterThanOrEqualTo(0))
                .body("active_workflows", greaterThanOrEqualTo(0))
                .body("tool_count", greaterThanOrEqualTo(7))
                .body("providers", notNullValue())
                .body("checks.journal.healthy", equalTo(true))
                .body("checks.providers.healthy", equalTo(true))
                .body("reason", nullValue());
    }

    @Test
    void claimsHaveMetersAndReadinessTellsWhetherWorkIsTaken() {
        given().get("/health").then().body("stuck", equalTo(0));
        given().get("/q/health/ready").then().statusCode(200).body("checks.name", hasItems("rehydration", "takes-work"));
        var metrics = given().get("/q/metrics").then().statusCode(200).extract().asString();
        assertThat(metrics).contains("orchestrator_claims_held ", "orchestrator_workflows_stuck ",
                "orchestrator_takeovers_total{reason=\"takeover\"}", "orchestrator_takeovers_total{reason=\"restart\"}",
                "orchestrator_writes_fenced_total ", "orchestrator_renewal_lag_seconds ");
    }

    @Test
    void toolsAreManifestsWithSchemas() {
        given().get("/tools").then().statusCode(200)
                .body("count", greaterThanOrEqualTo(7))
                .body("tools.name", hasItems("orchestrate_research", "execute_registered_tool"))
                .body("tools.description", everyItem(not(blankOrNullString())))
                .body("tools.inputSchema.type", everyItem(equalTo("object")))
                .body("tools[0].inputSchema.required", equalTo(List.of("task")))
                .body("tools[0].inputSchema.properties.num_agents.type", equalTo("integer"))
                .body("tools[0].inputSchema.properties.num_agents.maximum", equalTo(100))
                .body("tools[0].inputSchema.properties.num_agents.default", equalTo(8))
                .body("tools[0].inputSchema.properties.keySet()",
                        hasItems("task", "title", "provider_name", "model", "webhook_url",
                                "num_agents", "enable_drummer", "enable_camina", "generate_documents", "document_formats"));
    }

    @Test
    void resourcesAreThePatternsAndTwoForEachRecentWorkflow() {
        var id = research(Map.of("task", "tides", "num_agents", 1));

        given().get("/resources").then().statusCode(200)
                .body("resources.uri", hasItems("orchestrator://beltalowda/info", "orchestrator://swarm/info",
                        "orchestrator://" + id + "/status", "orchestrator://" + id + "/results"))
                .body("resources.mimeType", everyItem(equalTo("application/json")))
                .body("resources.name", everyItem(not(blankOrNullString())))
                .body("count", lessThanOrEqualTo(202));
    }

    @Test
    void statsTellWhoReadsAndHowWebhooksDo() {
        given().get("/stats").then().statusCode(200)
                .body("active_streams", greaterThanOrEqualTo(0))
                .body("total_events_emitted", greaterThanOrEqualTo(0))
                .body("oldest_stream_age_seconds", greaterThanOrEqualTo(0))
                .body("streams", notNullValue())
                .body("streaming.max_streams", equalTo(1000))
                .body("streaming.task_ids", notNullValue())
                .body("webhooks.registered", greaterThanOrEqualTo(0))
                .body("webhooks.total_deliveries", greaterThanOrEqualTo(0))
                .body("webhooks.retry_queue_size", greaterThanOrEqualTo(0))
                .body("webhooks.delivery_count_by_task.size()", equalTo(0));
    }

    @Test
    void theFirstToolsAreThoseThatStart() {
        given().get("/tools").then().body("tools[0..1].name", equalTo(List.of("orchestrate_research", "orchestrate_search")))
                .body("tools.name.unique()", hasSize(greaterThanOrEqualTo(7)));
    }
}
