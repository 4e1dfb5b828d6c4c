package org.mcporchestrator.api.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.mcporchestrator.api.http.Calls.tool;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;

/** A start that a client repeats, because it does not know whether the first one arrived. */
@QuarkusTest
@Tag("application")
class IdempotencyTest {

    private static final String HEADER = "Idempotency-Key";
    private static final Map<String, Object> TIDES = Map.of("task", "tides", "num_agents", 2, "context",
            Map.of("a", 1, "b", Map.of("c", 2, "d", 3)));

    private final String key = UUID.randomUUID().toString();

    @Test
    void theSameRequestAgainIsAnsweredWithTheFirstWorkflow() {
        var request = Map.<String, Object> of("task", "take your time", "num_agents", 100, "max_concurrent_agents", 1);
        var first = start("orchestrate_research", request, key).statusCode(200).body("idempotent_replay", nullValue());
        var id = first.extract().<String> path("task_id");

        var again = start("orchestrate_research", request, key).statusCode(200)
                .body("idempotent_replay", equalTo(true))
                .body("task_id", equalTo(id))
                .body("status", equalTo("running"))
                .body("stream_url", equalTo("/stream/" + id));

        assertThat(again.extract().<Map<String, Object>> path("config"))
                .isEqualTo(first.extract().<Map<String, Object>> path("config"));
        tool("cancel_orchestration", Map.of("task_id", id)).statusCode(200);
        start("orchestrate_research", request, key).statusCode(200)
                .body("task_id", equalTo(id))
                .body("status", equalTo("cancelled"));
    }

    @Test
    void orderOfFieldsSpellingsAndTheWayOfTheKeyMakeNoOtherRequest() {
        var id = start("orchestrate_research", TIDES, key).statusCode(200).extract().<String> path("task_id");

        given().contentType(ContentType.JSON).body("""
                {"idempotency_key":"%s","context":{"b":{"d":3,"c":2},"a":1},"num_agents":2,"query":" tides "}"""
                .formatted(key)).post("/tools/orchestrate_research").then().statusCode(200).body("task_id", equalTo(id));
        tool("execute_registered_tool", Map.of("tool_name", "orchestrate_research", "tool_arguments",
                Map.of("task", "tides", "num_agents", 2, "context", TIDES.get("context")), "idempotency_key", key))
                .statusCode(200).body("result.task_id", equalTo(id));
        start("execute_registered_tool", Map.of("tool_name", "orchestrate_research", "tool_arguments", TIDES), key)
                .statusCode(200).body("result.task_id", equalTo(id));
    }

    @Test
    void anotherRequestUnderTheKeyIsRefused() {
        var id = start("orchestrate_research", TIDES, key).statusCode(200).extract().<String> path("task_id");

        for (var other : List.of(start("orchestrate_research", Map.of("task", "winds"), key),
                start("orchestrate_search", Map.of("query", "tides"), key),
                start("orchestrate_research", Map.of("task", "tides", "num_agents", 3), key))) {
            other.statusCode(422)
                    .body("success", equalTo(false))
                    .body("code", equalTo("idempotency_key_reused"))
                    .body("errors.field", equalTo(List.of("idempotency_key")))
                    .body("error", containsString(id));
        }
        start("execute_registered_tool", Map.of("tool_name", "orchestrate_research", "tool_arguments", Map.of("task", "x")),
                key).statusCode(422).body("errors.field", equalTo(List.of("tool_arguments.idempotency_key")));
    }

    @Test
    void requestsThatArriveAtOnceStartOneWorkflow() throws Exception {
        try (var clients = Executors.newFixedThreadPool(8)) {
            var starts = clients.invokeAll(IntStream.range(0, 16).<Callable<String>> mapToObj(
                    _ -> () -> start("orchestrate_research", TIDES, key).statusCode(200).extract().path("task_id")).toList());

            assertThat(starts).extracting(start -> start.get()).containsOnly(starts.getFirst().get());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "a b", "tab\there", "schlüssel" })
    void keyOfAnotherFormIsAProblemOfItsField(String wrong) {
        tool("orchestrate_research", Map.of("task", "tides", "idempotency_key", wrong))
                .statusCode(400).body("errors.field", equalTo(List.of("idempotency_key")));
    }

    @Test
    void keyOfAnotherLengthIsAProblemOfItsFieldOrHeader() {
        tool("orchestrate_research", Map.of("task", "tides", "idempotency_key", ""))
                .statusCode(400).body("errors.field", equalTo(List.of("idempotency_key")));
        start("orchestrate_research", TIDES, "x".repeat(256))
                .statusCode(400).body("errors.field", equalTo(List.of(HEADER)));
        start("orchestrate_research", TIDES, "a b")
                .statusCode(400).body("errors.field", equalTo(List.of(HEADER)));
        start("orchestrate_research", TIDES, key + "x".repeat(255 - key.length())).statusCode(200);
    }

    @Test
    void twoKeysForOneRequestAreAProblem() {
        start("orchestrate_research", Map.of("task", "tides", "idempotency_key", "other"), key)
                .statusCode(400).body("errors.field", equalTo(List.of(HEADER)));
        given().contentType(ContentType.JSON).header(HEADER, key, "other").body(TIDES).post("/tools/orchestrate_research")
                .then().statusCode(400).body("errors.field", equalTo(List.of(HEADER)));
        start("orchestrate_research", Map.of("task", "tides", "idempotency_key", key), key).statusCode(200);
    }

    @Test
    void toolThatStartsNothingTakesNoNoticeOfAKey() {
        start("list_registered_tools", Map.of(), key).statusCode(200);
        start("get_orchestration_status", Map.of(), "a b").statusCode(400).body("errors", hasSize(1))
                .body("errors[0].field", equalTo("task_id"));
    }

    private static ValidatableResponse start(String tool, Map<String, Object> arguments, String key) {
        return given().contentType(ContentType.JSON).header(HEADER, key).body(arguments).post("/tools/" + tool).then();
    }
}
