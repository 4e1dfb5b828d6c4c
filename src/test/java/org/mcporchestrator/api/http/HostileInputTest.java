package org.mcporchestrator.api.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.google.errorprone.annotations.CanIgnoreReturnValue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;

/** Nothing that a client sends makes the server fail, stay silent, or speak anything but JSON. */
@QuarkusTest
@Tag("application")
class HostileInputTest {

    private static final int TWO_MIB = 2 << 20;
    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final ObjectMapper JSON = new ObjectMapper();

    @TestHTTPResource
    URI root;

    static List<String> tools() {
        return List.of("orchestrate_research", "orchestrate_search", "get_orchestration_status", "cancel_orchestration",
                "list_orchestrator_patterns", "list_registered_tools", "execute_registered_tool");
    }

    /** Every route with every body that is wrong for all of them. */
    static Stream<Arguments> bodies() {
        var bodies = List.of("{", "}", "nonsense", "{\"a\":}", "{'a':1}", "{\"a\":1} {\"b\":2}", "{\"a\":1}x", "\u0000", "[]",
                "[1]", "1",
                "\"text\"", "null", "true", "NaN", "{\"a\":NaN}", "{\"task\":\"a\",\"task\":\"b\"}", "[".repeat(5000),
                "{\"a\":".repeat(5000),
                "{\"a\":" + "[".repeat(100) + "]".repeat(100) + "}", "{\"a\":1" + "0".repeat(5000) + "}");
        return tools().stream().flatMap(tool -> bodies.stream().map(body -> Arguments.of(tool, body)));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void aBodyThatIsNoJsonObjectIsAProblem(String tool, String body) {
        assertThat(fields(refused(send(tool, body), 400))).containsExactly("body");
    }

    @ParameterizedTest
    @MethodSource("tools")
    void brokenUtf8IsAProblem(String tool) {
        refused(given().contentType("application/json")
                .body(new byte[] { '{', '"', (byte) 0xc3, (byte) 0x28, '"', ':', '1', '}' })
                .post("/tools/" + tool).then(), 400);
    }

    /** A body may begin as if it were UTF-32, in any order of bytes. */
    @ParameterizedTest
    @MethodSource("tools")
    void brokenUtf32IsAProblem(String tool) {
        for (var body : List.of(new byte[] { 0, 0, '{', 0 }, new byte[] { 0, 0, 0, '{', -1, -1, -1, -1 })) {
            refused(given().contentType("application/json").body(body).post("/tools/" + tool).then(), 400)
                    .body("errors.field", equalTo(List.of("body")));
        }
    }

    @ParameterizedTest
    @MethodSource("tools")
    void aNumberThatNothingHoldsIsAProblem(String tool) {
        for (var number : List.of("1e99999999999999999999", "1e-2147483648", "0.01e-2147483646")) {
            refused(send(tool, "{\"context\":{\"a\":" + number + "}}"), 400).body("errors.field", equalTo(List.of("body")));
        }
    }

    /** The HTTP layer reports them while the body is read, and closes the connection. */
    @Test
    void brokenChunksAreNoDefect() throws Exception {
        var request = "POST /tools/list_registered_tools HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Transfer-Encoding: chunked\r\n\r\nZZ\r\n{}\r\n0\r\n\r\n";

        var defects = Defects.logged(() -> {
            try (var socket = new Socket(root.getHost(), root.getPort())) {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                        .doesNotContain("HTTP/1.1 5");
            }
        });

        assertThat(defects).isEmpty();
    }

    /** Many clients offer to go on in HTTP/2; that an answer in HTTP/1.1 follows is their everyday life. */
    @ParameterizedTest
    @ValueSource(strings = { "/", "/health", "/tools", "/stats" })
    void anOfferOfHttp2IsPassedOver(String path) throws Exception {
        try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            var response = client.send(HttpRequest.newBuilder(root.resolve(path)).build(), BodyHandlers.ofString());

            assertThat(response.statusCode()).isEqualTo(200);
        }
    }

    static Stream<Arguments> fields() {
        var long100k = "\"" + "x".repeat(100_000) + "\"";
        var texts = List.of("1", "1.5", "true", "[]", "{}", "[\"a\"]", "\"\"", "\" \\n \"", long100k, "\"a\\u0000b\"",
                "\"a\\u001bb\"",
                "\"a\\u0085b\"", "\"half \\ud800 character\"");
        var wholes = List.of("\"8\"", "0", "-1", "101", "1.5", "1e999999999", "1e-999999999", "99999999999999999999", "true",
                "[]", "{}");
        var cases = Stream.<Arguments> builder();
        texts.forEach(value -> cases.add(Arguments.of("orchestrate_research", "task", value)));
        texts.forEach(value -> cases.add(Arguments.of("orchestrate_research", "title", value)));
        texts.forEach(value -> cases.add(Arguments.of("orchestrate_search", "query", value)));
        texts.forEach(value -> cases.add(Arguments.of("get_orchestration_status", "task_id", value)));
        texts.forEach(value -> cases.add(Arguments.of("cancel_orchestration", "task_id", value)));
        texts.forEach(value -> cases.add(Arguments.of("execute_registered_tool", "tool_name", value)));
        texts.forEach(value -> cases.add(Arguments.of("list_registered_tools", "category", value)));
        wholes.forEach(value -> cases.add(Arguments.of("orchestrate_research", "num_agents", value)));
        wholes.forEach(value -> cases.add(Arguments.of("orchestrate_search", "max_concurrent_agents", value)));
        for (var value : List.of("0", "-1", "1e999999999", "1e-999999999", "\"1\"", "86401", "1.0000000001")) {
            cases.add(Arguments.of("orchestrate_research", "timeout_seconds", value));
            cases.add(Arguments.of("orchestrate_research", "camina_timeout", value));
        }
        for (var value : List.of("0", "-0.1", "1e999999999", "1e-999999999", "\"1\"", "[]")) {
            cases.add(Arguments.of("orchestrate_search", "max_total_cost", value));
        }
        for (var value : List.of("-1", "3600.5", "\"5\"", "1e999999999")) {
            cases.add(Arguments.of("get_orchestration_status", "wait_seconds", value));
        }
        for (var value : List.of("1", "\"XAI\"", "\"no such\"", "\"nobody\"", "{}")) {
            cases.add(Arguments.of("orchestrate_research", "provider_name", value));
        }
        for (var value : List.of("1", "\"\"", "\"ftp://a/\"", "\"http://\"", "\"javascript:1\"", "\"http://a b\"", "\"//a\"",
                long100k)) {
            cases.add(Arguments.of("orchestrate_search", "webhook_url", value));
        }
        for (var value : List.of("\"markdown\"", "[1]", "[\"exe\"]", "[null]", "[]", "{}")) {
            cases.add(Arguments.of("orchestrate_research", "document_formats", value));
        }
        for (var value : List.of("\"news\"", "[\"nonsense\"]", "[]", "[[]]")) {
            cases.add(Arguments.of("orchestrate_search", "agent_types", value));
        }
        for (var value : List.of("[]", "[\"\"]", "[1]", "\"a\"", "[" + "\"a\",".repeat(100) + "\"a\"]")) {
            cases.add(Arguments.of("orchestrate_research", "subtasks", value));
        }
        for (var value : List.of("[]", "\"a\"", "1", "{\"a\":" + long100k + "}", "{\"a\":\"\\udc00\"}")) {
            cases.add(Arguments.of("orchestrate_research", "context", value));
        }
        for (var value : List.of("1", "\"true\"", "[]", "0")) {
            cases.add(Arguments.of("orchestrate_research", "enable_drummer", value));
        }
        for (var value : List.of("\"a\"", "[1]", "{}")) {
            cases.add(Arguments.of("list_registered_tools", "tags", value));
        }
        for (var value : List.of("\"a\"", "[]", "1")) {
            cases.add(Arguments.of("execute_registered_tool", "arguments", value));
        }
        return cases.build();
    }

    @ParameterizedTest
    @MethodSource("fields")
    void aWrongValueIsAProblemOfItsField(String tool, String field, String value) {
        assertThat(fields(refused(send(tool, "{\"" + field + "\":" + value + "}"), 400)))
                .anyMatch(named -> named.startsWith(field));
    }

    @ParameterizedTest
    @CsvSource({ "orchestrate_research,task", "orchestrate_search,query", "get_orchestration_status,task_id",
            "cancel_orchestration,task_id", "execute_registered_tool,tool_name" })
    void aRequiredFieldThatIsMissingIsNamed(String tool, String field) {
        refused(send(tool, "{}"), 400).body("errors.field", hasItem(field));
        refused(send(tool, "{\"" + field + "\":null}"), 400).body("errors.field", hasItem(field));
        refused(given().post("/tools/" + tool).then(), 400).body("errors.field", hasItem(field));
        refused(given().contentType("application/json").post("/tools/" + tool).then(), 400).body("errors.field",
                hasItem(field));
    }

    @ParameterizedTest
    @MethodSource("tools")
    void aBodyThatIsTooLargeIsRefusedWithALength(String tool) throws Exception {
        tooLarge(tool, BodyPublishers.ofByteArray(large()));
    }

    @ParameterizedTest
    @MethodSource("tools")
    void aBodyThatIsTooLargeIsRefusedInChunks(String tool) throws Exception {
        tooLarge(tool, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large())));
    }

    private void tooLarge(String tool, BodyPublisher body) throws Exception {
        var response = post(tool, "application/json", body);

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(JsonPath.from(response.body()).getBoolean("success")).isFalse();
        assertThat(JsonPath.from(response.body()).getString("code")).isEqualTo("too_large");
    }

    private HttpResponse<String> post(String tool, String type, BodyPublisher body) throws Exception {
        var request = HttpRequest.newBuilder(root.resolve("/tools/" + tool)).POST(body);
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private static byte[] large() {
        return ("{\"task\":\"" + "x".repeat(TWO_MIB) + "\"}").getBytes(StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @MethodSource("tools")
    void wrongMediaTypesAreRefused(String tool) throws Exception {
        for (var type : List.of("text/plain", "application/xml", "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/json; charset=iso-8859-1", "garbage", "application/", "*/*", "application/jsonx", "")) {
            var response = post(tool, type, BodyPublishers.ofString("{}"));

            assertThat(response.statusCode()).as(type).isEqualTo(415);
            assertThat(JsonPath.from(response.body()).getString("code")).isEqualTo("unsupported_media_type");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "application/json", "application/json;charset=UTF-8", "application/json; charset=\"utf-8\"",
            "APPLICATION/JSON", "application/merge-patch+json; charset=utf-8" })
    void jsonInAnyDressIsTaken(String type) {
        given().header("Content-Type", type).body("{}".getBytes(StandardCharsets.UTF_8)).post("/tools/list_registered_tools")
                .then().statusCode(200);
    }

    @ParameterizedTest
    @MethodSource("tools")
    void wrongMethodsAreRefused(String tool) {
        for (var method : List.of("PUT", "DELETE", "PATCH")) {
            refused(given().contentType("application/json").body("{}").request(method, "/tools/" + tool).then(), 405)
                    .header("Allow", not(blankOrNullString()));
        }
    }

    @ParameterizedTest
    @CsvSource({ "GET,/tools/orchestrate_research", "GET,/tools/cancel_orchestration", "POST,/health", "POST,/",
            "DELETE,/tools",
            "POST,/resources", "PUT,/stats", "POST,/stream/research_000000000000", "TRACE,/health", "PROPFIND,/tools" })
    void pathsThatDoNotTakeTheMethodSayWhichTheyTake(String method, String path) {
        refused(given().request(method, path).then(), 405).header("Allow", not(blankOrNullString()));
    }

    @ParameterizedTest
    @ValueSource(strings = { "/nowhere", "/tools/none", "/tools/orchestrate_research/more", "/index.html", "/stream",
            "/stream/", "/stream/a/b", "/%2e%2e/etc/passwd", "/tools;a=b/x", "/favicon.ico", "/q/nothing", "/%00", "//x",
            "/webhook/none" })
    void unknownPathsAreToldWhatThereIs(String path) {
        for (var method : List.of("GET", "POST", "DELETE")) {
            refused(given().urlEncodingEnabled(false).request(method, path).then(), 404)
                    .body("available_endpoints.health", equalTo("/health"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "text/html", "application/xml", "image/png" })
    void answersThatThereAreNotAreNotAcceptable(String accept) {
        for (var path : List.of("/", "/health", "/tools", "/resources", "/stats", "/tools/list_registered_tools")) {
            refused(given().header("Accept", accept).get(path).then(), 406);
        }
        refused(given().header("Accept", accept).get("/nowhere").then(), 404);
        refused(given().header("Accept", accept).contentType("application/json").body("{}").post("/tools/orchestrate_research")
                .then(), 406);
    }

    @ParameterizedTest
    @ValueSource(strings = { "garbage", "/", "a/b/c", ";;;", "application/json;q=x", ",", "*" })
    void brokenAcceptHeadersDoNoHarm(String accept) {
        for (var path : List.of("/", "/tools", "/stream/research_000000000000", "/nowhere")) {
            given().header("Accept", accept).get(path).then().statusCode(lessThan(500))
                    .contentType(startsWith("application/json"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "/%zz", "/stream/%", "/tools/%", "/tools/%1", "/?%zz=1", "/health?a=%", "/stream/a|b",
            "/tools/\"x\"",
            "/stream/research_000000000000?timeout=%zz", "/mcp/%zz", "/webhook/%zz" })
    void addressesThatAreNoUrisAreRefusedInTheFormOfTheFirstRoutes(String path) throws Exception {
        var answer = raw(path);

        assertThat(answer).startsWith("HTTP/1.1 400 ").containsIgnoringCase("content-type: application/json\r\n")
                .containsIgnoringCase("x-content-type-options: nosniff");
        var body = JSON.readTree(answer.substring(answer.indexOf("\r\n\r\n")));
        assertThat(body.get("success")).isEqualTo(BooleanNode.FALSE);
        assertThat(body.path("code").asText()).isEqualTo("bad_request");
        assertThat(body.path("error").asText()).contains("URI");
    }

    @ParameterizedTest
    @ValueSource(strings = { "/v1/workflows/%zz", "/v1/workflows?cursor=%", "/v1/workflows/%2/result", "/v1/%",
            "/v1/providers?%zz",
            "/v1/webhooks/dead-letters/{}" })
    void addressesThatAreNoUrisAreProblemsOfTheResources(String path) throws Exception {
        var answer = raw(path);

        assertThat(answer).startsWith("HTTP/1.1 400 ").containsIgnoringCase("content-type: application/problem+json\r\n");
        var body = JSON.readTree(answer.substring(answer.indexOf("\r\n\r\n")));
        assertThat(body.path("code").asText()).isEqualTo("bad_request");
        assertThat(body.path("status").asInt()).isEqualTo(400);
        assertThat(URI.create(body.path("instance").asText()).getPath()).isEqualTo(path.replaceFirst("\\?.*", ""));
    }

    /** They are URIs, of bytes that are no text. */
    @ParameterizedTest
    @ValueSource(strings = { "/stream/%ff", "/v1/workflows/%ff", "/v1/workflows/%00/result", "/v1/workflows?label=%ff%fe",
            "/%c3%28" })
    void addressesOfOddBytesDoNoHarm(String path) throws Exception {
        assertThat(raw(path)).startsWith("HTTP/1.1 4").containsIgnoringCase("content-type: application/")
                .doesNotContainIgnoringCase("html");
    }

    private String raw(String path) throws IOException {
        try (var socket = new Socket(root.getHost(), root.getPort())) {
            socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void everyAnswerForbidsGuessingItsType() {
        for (var path : List.of("/health", "/nowhere", "/stream/research_000000000000")) {
            given().get(path).then().header("X-Content-Type-Options", "nosniff");
        }
    }

    private static ValidatableResponse send(String tool, String body) {
        return given().contentType("application/json").body(body.getBytes(StandardCharsets.UTF_8)).post("/tools/" + tool)
                .then();
    }

    /** Read as a tree and not by paths: RestAssured compiles a Groovy script for each of these. */
    @CanIgnoreReturnValue
    private static ValidatableResponse refused(ValidatableResponse response, int status) {
        response.statusCode(status).contentType(startsWith("application/json"));
        var body = tree(response);
        assertThat(body.get("success")).isEqualTo(BooleanNode.FALSE);
        assertThat(body.path("error").asText()).isNotBlank();
        assertThat(body.path("code").asText()).isNotBlank();
        return response;
    }

    private static List<String> fields(ValidatableResponse response) {
        return tree(response).path("errors").findValuesAsText("field");
    }

    private static JsonNode tree(ValidatableResponse response) {
        try {
            return JSON.readTree(response.extract().asString());
        } catch (JsonProcessingException noJson) {
            throw new AssertionError(noJson);
        }
    }
}
