package org.mcporchestrator.api.http.v1;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcporchestrator.api.http.SseReader;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;

/** Workflows as resources, through the public door. */
@QuarkusTest
@Tag("application")
class WorkflowsResourceTest {

    private static final String PROBLEM = "application/problem+json";
    private static final Map<String, Object> LONG = Map.of("num_agents", 100, "max_concurrent_agents", 1);

    private final String run = UUID.randomUUID().toString();

    @TestHTTPResource
    URI root;

    @Test
    void workflowIsTakenAndHasItsResultOnceItHasEnded() {
        var location = start(Map.of("pattern", "beltalowda", "input", Map.of("task", "tides", "title", "On tides"),
                "config", Map.of("num_agents", 2), "labels", Map.of("team", "sea"), "priority", 7))
                .statusCode(202)
                .body("id", startsWith("research_"))
                .body("status", equalTo("pending"))
                .body("pattern", equalTo("beltalowda"))
                .body("title", equalTo("On tides"))
                .body("labels", equalTo(Map.of("team", "sea")))
                .body("priority", equalTo(7))
                .body("config.num_agents", equalTo(2))
                .body("created_at", notNullValue())
                .body("durable", notNullValue())
                .extract().header("Location");

        var result = given().queryParam("wait_seconds", 30).get(location + "/result").then().statusCode(200)
                .body("status", equalTo("completed"))
                .body("final_synthesis", notNullValue())
                .extract();
        given().get(location).then().statusCode(200)
                .body("status", equalTo("completed"))
                .body("progress.percent", equalTo(100))
                .body("links.documents", contains(location + "/documents/report.md", location + "/documents/report.html"));
        given().header("If-None-Match", result.header("ETag")).get(location + "/result").then().statusCode(304);
        given().header("If-None-Match", "\"other\", " + result.header("ETag").substring(2)).get(location + "/result").then()
                .statusCode(304);
        given().header("If-None-Match", "\"other\"").get(location + "/result").then().statusCode(200);
        given().get(location + "/documents/report.md").then().statusCode(200).contentType("text/markdown;charset=UTF-8");
        given().get(location + "/documents/report.html").then().statusCode(200)
                .header("Content-Security-Policy", notNullValue());
        problem(given().get(location + "/documents/report.pdf").then(), 404, "unknown_document");
    }

    @Test
    void resultOfAWorkflowThatGoesOnIsWhereItStands() {
        var location = started(LONG);

        given().get(location + "/result").then().statusCode(202)
                .header("Location", equalTo(location))
                .body("links.cancel", equalTo(location + "/cancel"));
        problem(given().get(location + "/documents/report.md").then(), 409, "not_ended");
        problem(given().delete(location).then(), 409, "not_ended");
        problem(given().contentType(ContentType.JSON).body("{}").post(location + "/resume").then(), 409, "not_ended");

        given().post(location + "/cancel").then().statusCode(200).body("status", equalTo("cancelled"));
        problem(given().post(location + "/cancel").then(), 409, "already_ended");
        problem(given().post(location + "/resume").then(), 409, "not_resumable");
        given().get(location + "/result").then().statusCode(200).body("status", equalTo("cancelled"));
    }

    @Test
    void endedWorkflowIsRemovedWithAllThatBelongsToIt() {
        var location = started(Map.of("num_agents", 1));
        given().queryParam("wait_seconds", 30).get(location + "/result").then().statusCode(200);

        given().delete(location).then().statusCode(204);

        for (var gone : List.of("", "/result", "/documents/report.md", "/events")) {
            problem(given().get(location + gone).then(), 404, "unknown_workflow");
        }
        problem(given().delete(location).then(), 404, "unknown_workflow");
    }

    @Test
    void eventsGoOnBehindTheLastOne() throws Exception {
        var location = started(Map.of("num_agents", 2));
        given().queryParam("wait_seconds", 30).get(location + "/result").then().statusCode(200);

        try (var reader = new SseReader(root, location + "/events", Optional.of("1-2"))) {
            assertThat(reader.rest().getFirst().id()).hasValue("1-3");
        }
        var last = given().get(location + "/events").asString().lines().filter(line -> line.startsWith("id: "))
                .reduce((_, next) -> next).orElseThrow().substring(4);
        given().header("Last-Event-ID", last).get(location + "/events").then().statusCode(204);
        problem(given().header("Last-Event-ID", "nonsense").get(location + "/events").then(), 400, "invalid_request")
                .body("errors[0].header", equalTo("Last-Event-ID"));
    }

    @Test
    void listIsFilteredAndComesInPages() {
        var before = Instant.now();
        for (var team : List.of("sky", "sea", "sky", "sky")) {
            start(Map.of("pattern", "swarm", "input", Map.of("task", "tides"), "config", Map.of("num_agents", 1),
                    "labels", Map.of("run", run, "team", team))).statusCode(202);
        }

        given().queryParam("label", "run:" + run).get("/v1/workflows").then().statusCode(200)
                .body("workflows.size()", equalTo(4))
                .body("workflows.labels.team", contains("sky", "sky", "sea", "sky"))
                .body("workflows.pattern", everyItem(equalTo("swarm")))
                .body("next_cursor", nullValue());
        given().queryParam("label", "run:" + run).queryParam("created_before", before.toString()).get("/v1/workflows").then()
                .statusCode(200).body("workflows", empty());
        given().queryParam("label", "run:" + run).queryParam("created_after", before.toString())
                .queryParam("pattern", "beltalowda").get("/v1/workflows").then().statusCode(200).body("workflows", empty());
        assertThat(pages()).hasSize(4).doesNotHaveDuplicates();
    }

    private List<String> pages() {
        var ids = new ArrayList<String>();
        String cursor = null;
        do {
            var request = given().queryParam("label", "run:" + run).queryParam("limit", 1);
            var page = (cursor == null ? request : request.queryParam("cursor", cursor)).get("/v1/workflows").then()
                    .statusCode(200).extract();
            ids.addAll(page.<List<String>> path("workflows.id"));
            cursor = page.path("next_cursor");
        } while (cursor != null);
        return ids;
    }

    @Test
    void everythingThatIsWrongIsToldAtOnceAndWithItsPlace() {
        problem(start(Map.of("pattern", "beltalowda", "input", Map.of("task", " ", "subtasks", List.of("a", 1), "what", 1),
                "config", Map.of("num_agents", 0, "belter_timout", 3, "provider_name", "nobody"), "priority", 10,
                "labels", Map.of("a b", "x", "ok", 3), "webhook", Map.of("url", "ftp://example.org"), "pririty", 1)),
                400, "invalid_request")
                .body("errors.pointer", hasItem("/input/task"))
                .body("errors.pointer", hasItem("/input/subtasks/1"))
                .body("errors.pointer", hasItem("/input/what"))
                .body("errors.pointer", hasItem("/config/num_agents"))
                .body("errors.pointer", hasItem("/config/belter_timout"))
                .body("errors.pointer", hasItem("/config/provider_name"))
                .body("errors.pointer", hasItem("/priority"))
                .body("errors.pointer", hasItem("/labels/a b"))
                .body("errors.pointer", hasItem("/labels/ok"))
                .body("errors.pointer", hasItem("/webhook/url"))
                .body("errors.pointer", hasItem("/pririty"))
                .body("errors.detail", everyItem(notNullValue()));
        problem(start(Map.of()), 400, "invalid_request").body("errors.pointer", contains("/pattern"));
        problem(given().contentType(ContentType.JSON).body("[]").post("/v1/workflows").then(), 400, "invalid_request")
                .body("errors.pointer", contains(""));
        problem(given().contentType(ContentType.JSON).body("{").post("/v1/workflows").then(), 400, "invalid_request")
                .body("errors.pointer", contains(""));
        problem(given().queryParam("limit", 0).queryParam("status", "done").queryParam("label", "x")
                .queryParam("created_after", "yesterday").queryParam("cursor", "?").queryParam("pattern", "x", "y")
                .get("/v1/workflows").then(), 400, "invalid_request")
                .body("errors.parameter", hasItem("limit")).body("errors.parameter", hasItem("status"))
                .body("errors.parameter", hasItem("label")).body("errors.parameter", hasItem("created_after"))
                .body("errors.parameter", hasItem("cursor")).body("errors.parameter", hasItem("pattern"));
        problem(given().queryParam("wait_seconds", 61).get("/v1/workflows/search_0123456789ab/result").then(), 400,
                "invalid_request").body("errors.parameter", contains("wait_seconds"));
    }

    @Test
    void theSameRequestUnderItsKeyStartsOneWorkflow() {
        var request = Map.of("pattern", "swarm", "input", Map.of("task", "tides"), "labels", Map.of("run", run));
        var first = start(request, run).statusCode(202).extract();

        start(request, run).statusCode(200).body("id", equalTo(first.<String> path("id")))
                .header("Location", equalTo(first.header("Location")));
        given().queryParam("wait_seconds", 30).get(first.header("Location") + "/result").then().statusCode(200);
        start(request, run).statusCode(200).body("status", equalTo("completed"))
                .body("progress.percent", equalTo(100)).body("completed_at", notNullValue());
        problem(start(Map.of("pattern", "swarm", "input", Map.of("task", "tides")), run), 422, "idempotency_key_reused")
                .body("errors[0].header", equalTo("Idempotency-Key"));
        problem(start(request, "a b"), 400, "invalid_request").body("errors[0].header", equalTo("Idempotency-Key"));
    }

    @ParameterizedTest
    @CsvSource({ "GET, /v1, 404, not_found", "GET, /v1/nothing, 404, not_found", "PUT, /v1/workflows, 405, method_not_allowed",
            "PATCH, /v1/workflows/search_0123456789ab, 405, method_not_allowed",
            "GET, /v1/workflows/search_0123456789ab/cancel, 405, method_not_allowed",
            "GET, /v1/workflows/search_0123456789ab, 404, unknown_workflow", "GET, /v1/workflows/x, 404, unknown_workflow",
            "GET, /v1/workflows/x/events, 404, unknown_workflow", "POST, /v1/workflows/x/resume, 404, unknown_workflow",
            "GET, /v1/workflows/x/y, 404, not_found", "DELETE, /v1/providers, 405, method_not_allowed" })
    void whatIsNotThereIsAProblem(String method, String path, int status, String code) {
        problem(given().request(method, path).then(), status, code);
    }

    @Test
    void otherBodiesThanJsonAreAProblem() {
        problem(given().contentType("text/plain").body("{}").post("/v1/workflows").then(), 415, "unsupported_media_type");
        problem(given().contentType(ContentType.JSON).body("x".repeat(2 << 20)).post("/v1/workflows").then(), 413, "too_large");
    }

    /** What is no URI at all is refused with an empty body by the server before anything of ours sees it. */
    @ParameterizedTest
    @ValueSource(strings = { "/v1/workflows/%ff%fe", "/v1/workflows?limit=%ff", "/v1/workflows/%00", "/v1/workflows/%2e%2e" })
    void addressThatIsNoTextIsAProblem(String path) throws Exception {
        try (var socket = new Socket(root.getHost(), root.getPort())) {
            socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 4").contains("\"code\"");
        }
    }

    private static String started(Map<String, Object> config) {
        return start(Map.of("pattern", "beltalowda", "input", Map.of("task", "take your time"), "config", config))
                .statusCode(202).extract().header("Location");
    }

    private static ValidatableResponse start(Map<String, ?> request) {
        return given().contentType(ContentType.JSON).body(request).post("/v1/workflows").then();
    }

    private static ValidatableResponse start(Map<String, ?> request, String key) {
        return given().contentType(ContentType.JSON).header("Idempotency-Key", key).body(request).post("/v1/workflows").then();
    }

    @CanIgnoreReturnValue
    private static ValidatableResponse problem(ValidatableResponse response, int status, String code) {
        return response.statusCode(status).contentType(PROBLEM)
                .body("type", containsString(code))
                .body("title.length()", greaterThan(0))
                .body("status", equalTo(status))
                .body("code", equalTo(code))
                .body("detail.length()", greaterThan(0));
    }
}
