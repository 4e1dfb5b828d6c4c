package org.mcporchestrator.api.http;

import static io.restassured.RestAssured.given;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import org.awaitility.Awaitility;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;

/** What the tests of the HTTP interface do most. */
public final class Calls {

    private Calls() {}

    @CanIgnoreReturnValue
    public static ValidatableResponse tool(String name, Object arguments) {
        return given().contentType(ContentType.JSON).body(arguments).post("/tools/" + name).then();
    }

    /** Starts a research and answers its id. */
    public static String research(Map<String, Object> arguments) {
        return tool("orchestrate_research", arguments).statusCode(200).extract().path("task_id");
    }

    /** A research that takes a good while: many agents, one after the other. */
    public static String longResearch() {
        return research(Map.of("task", "take your time", "num_agents", 100, "max_concurrent_agents", 1));
    }

    @CanIgnoreReturnValue
    public static JsonPath ended(String id) {
        return Awaitility.await().atMost(Duration.ofSeconds(30)).until(
                () -> tool("get_orchestration_status", Map.of("task_id", id, "wait_seconds", 5)).statusCode(200).extract()
                        .jsonPath(),
                status -> Set.of("completed", "failed", "cancelled").contains(status.getString("status")));
    }
}
