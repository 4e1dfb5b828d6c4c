package org.mcporchestrator.api.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.mcporchestrator.api.http.Calls.ended;
import static org.mcporchestrator.api.http.Calls.longResearch;
import static org.mcporchestrator.api.http.Calls.research;
import static org.mcporchestrator.api.http.Calls.tool;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** A server with one slot and one place in the queue. */
@QuarkusTest
@Tag("application")
@TestProfile(CrowdedInRedis.class)
class QueueTest {

    private static final Map<String, Object> TIDES = Map.of("task", "tides", "num_agents", 1);

    @Test
    void whatFindsNoPlaceInTheQueueIsToldToComeAgain() {
        var running = longResearch();
        var waiting = research(Map.of("task", "tides", "num_agents", 1, "priority", 9, "idempotency_key", "mine"));

        var refused = tool("orchestrate_research", TIDES).statusCode(503)
                .body("success", equalTo(false))
                .body("code", equalTo("overloaded"));

        assertThat(Integer.parseInt(refused.extract().header("Retry-After"))).isPositive();
        tool("orchestrate_research", Map.of("task", "tides", "num_agents", 1, "priority", 9, "idempotency_key", "mine"))
                .statusCode(200).body("task_id", equalTo(waiting));
        tool("get_orchestration_status", Map.of("task_id", waiting)).statusCode(200).body("status", equalTo("pending"));
        await().untilAsserted(() -> given().get("/health").then().body("waiting_workflows", equalTo(1))
                .body("active_workflows", equalTo(1)).body("oldest_waiting_seconds", greaterThanOrEqualTo(0)));
        given().get("/q/metrics").then().statusCode(200)
                .body(containsString("orchestrator_workflows_waiting 1.0"))
                .body(containsString("orchestrator_workflows_waiting_age_seconds "));
        tool("cancel_orchestration", Map.of("task_id", waiting)).statusCode(200).body("status", equalTo("cancelled"));
        var second = research(TIDES);
        List.of(running, second).forEach(id -> tool("cancel_orchestration", Map.of("task_id", id)).statusCode(200));
        List.of(running, waiting, second).forEach(QueueTest::remove);
    }

    private static void remove(String id) {
        ended(id);
        given().delete("/v1/workflows/" + id).then().statusCode(204);
    }

    @Test
    void priorityIsOneOfTen() {
        for (var wrong : List.of(-1, 10, 1.5, "high")) {
            tool("orchestrate_search", Map.of("query", "tides", "priority", wrong)).statusCode(400)
                    .body("errors.field", equalTo(List.of("priority")));
        }
    }
}
