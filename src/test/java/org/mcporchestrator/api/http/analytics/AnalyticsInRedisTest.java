package org.mcporchestrator.api.http.analytics;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mcporchestrator.api.http.Calls;
import org.mcporchestrator.api.http.CrowdedInRedis;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** The whole way: a workflow over HTTP, recorded in a real Redis, in the figures over HTTP. */
@QuarkusTest
@Tag("application")
@TestProfile(CrowdedInRedis.class)
class AnalyticsInRedisTest {

    @Test
    void workflowIsInTheFiguresAsSoonAsItHasEnded() {
        Awaitility.await().until(() -> given().get("/health").jsonPath().getString("redis").equals("healthy"));
        given().get("/analytics/costs").then().statusCode(200)
                .body("total_cost_usd", equalTo(0f)).body("workflow_count", equalTo(0)).body("most_expensive", nullValue());
        given().get("/analytics/performance").then().statusCode(404)
                .body("success", equalTo(false)).body("error", notNullValue());

        var id = Calls.research(Map.of("task", "tides", "num_agents", 2));
        Calls.ended(id);

        given().get("/analytics/workflows").then().statusCode(200)
                .body("active", equalTo(0)).body("active_workflows", equalTo(0))
                .body("completed", equalTo(1)).body("completed_workflows", equalTo(1))
                .body("recent_24h", equalTo(1))
                .body("by_type.beltalowda", equalTo(1)).body("by_type.swarm", equalTo(0))
                .body("by_status.completed", equalTo(1))
                .body("recent_task_ids", equalTo(List.of(id)));
        given().get("/analytics/costs").then().statusCode(200)
                .body("workflow_count", equalTo(1)).body("total_tokens", greaterThan(0))
                .body("most_expensive.task_id", equalTo(id))
                .body("by_provider.scripted.tokens", greaterThan(0))
                .body("by_pattern.beltalowda.tokens", greaterThan(0))
                .body("last_24h.workflow_count", equalTo(1));
        var costs = given().get("/analytics/costs").jsonPath();
        assertThat(costs.getLong("by_provider.scripted.tokens")).isEqualTo(costs.getLong("total_tokens"));
        given().get("/analytics/performance").then().statusCode(200)
                .body("success_rate", equalTo(100f)).body("workflow_count", equalTo(1));
        given().get("/health").then().statusCode(200)
                .body("status", equalTo("healthy")).body("redis", equalTo("healthy"))
                .body("redis_keys", greaterThan(0))
                .body("checks.redis.healthy", equalTo(true))
                .body("checks.redis.memory_used_bytes", greaterThan(0)).body("checks.redis.memory_max_bytes", equalTo(0))
                .body("checks.redis.round_trip_ms", notNullValue())
                .body("checks.redis.version", matchesPattern("\\d+\\..*"))
                .body("checks.redis.maxmemory_policy", equalTo("noeviction"))
                .body("checks.redis.persistence.aof_enabled", notNullValue())
                .body("checks.redis.persistence.last_write_ok", equalTo(true));
    }
}
