package org.mcporchestrator.api.http.analytics;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcporchestrator.api.http.SlowInMemory;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusTest
@Tag("application")
@TestProfile(SlowInMemory.class)
class AnalyticsTest {

    @ParameterizedTest
    @ValueSource(strings = { "workflows", "costs", "performance" })
    void withoutRedisThereAreNoFigures(String figures) {
        given().get("/analytics/" + figures).then().statusCode(503)
                .body("success", equalTo(false))
                .body("error", not(blankOrNullString()))
                .body("message", not(blankOrNullString()))
                .body("code", equalTo("journal_unavailable"));
    }

    @Test
    void healthIsNotWorseForARedisThatIsNotWanted() {
        given().get("/health").then().statusCode(200)
                .body("status", equalTo("healthy"))
                .body("redis", equalTo("disabled"))
                .body("redis_keys", nullValue())
                .body("checks.redis", nullValue());
    }

    @Test
    void pathsAreToldToThoseWhoLookAround() {
        given().get("/").then().body("endpoints.analytics_workflows", equalTo("/analytics/workflows"))
                .body("endpoints.analytics_costs", equalTo("/analytics/costs"))
                .body("endpoints.analytics_performance", equalTo("/analytics/performance"));
        given().get("/analytics").then().statusCode(404)
                .body("available_endpoints.analytics_costs", equalTo("/analytics/costs"));
        given().post("/analytics/costs").then().statusCode(405).header("Allow", "GET, HEAD");
    }
}
