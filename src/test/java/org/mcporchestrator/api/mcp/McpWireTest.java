package org.mcporchestrator.api.mcp;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;

@QuarkusTest
@Tag("application")
class McpWireTest {

    private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

    @TestHTTPResource
    URI server;

    @ParameterizedTest
    @ValueSource(strings = { "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "evil.example:5060" })
    void foreignHostsAreRefused(String host) {
        given().header("Host", host).contentType(ContentType.JSON).body(PING).post("/mcp").then().statusCode(403)
                .body("code", equalTo("forbidden_host"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "https://evil.example", "http://localhost.evil.example", "http://127.0.0.1.evil.example",
            "http://evil.example#localhost", "null", "http://user@localhost", "http://localhost@evil.example",
            "file://localhost",
            "http://localhost/page", "", " " })
    void foreignOriginsAreRefused(String origin) {
        for (var method : List.of("GET", "POST", "DELETE")) {
            given().header("Origin", origin).contentType(ContentType.JSON).body(PING).request(method, "/mcp").then()
                    .statusCode(403).body("code", equalTo("forbidden_origin"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "http://localhost", "http://localhost:6274", "https://127.0.0.1:8443", "http://[::1]:3000" })
    void pagesOfThisMachineMayCall(String origin) {
        given().header("Origin", origin).contentType(ContentType.JSON).body(PING).post("/mcp").then().statusCode(200);
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                Arguments.of("", -32600), Arguments.of("{", -32700), Arguments.of("nonsense", -32700),
                Arguments.of("[]", -32600), Arguments.of("{}", -32600), Arguments.of("5", -32600), Arguments.of("null", -32600),
                Arguments.of("[5]", -32600), Arguments.of("\"ping\"", -32600), Arguments.of("[" + "[".repeat(70), -32700),
                Arguments.of("{\"jsonrpc\":\"2.0\",\"id\":1}", -32600),
                Arguments.of("{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"}", -32600),
                Arguments.of("{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}", -32600),
                Arguments.of("[" + PING + ",{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}]", -32600),
                Arguments.of("{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}", -32600),
                Arguments.of("{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"ping\"}", -32600),
                Arguments.of("{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"ping\"}", -32700),
                Arguments.of("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":5}", -32600),
                Arguments.of("{\"jsonrpc\":\"2.0\",\"result\":{}}", -32600));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void whatIsNoMessageIsRefused(String body, int code) {
        var answer = new McpSession(server).raw(body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"code\":" + code);
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of("tools/call", "[]"), Arguments.of("tools/call", "{}"), Arguments.of("tools/call", "{\"name\":5}"),
                Arguments.of("tools/call", "{\"name\":\"orchestrate_search\",\"arguments\":[]}"),
                Arguments.of("tools/call", "{\"name\":\"orchestrate_search\",\"_meta\":5}"),
                Arguments.of("tools/call", "{\"name\":\"orchestrate_search\",\"_meta\":{\"progressToken\":{}}}"),
                Arguments.of("resources/read", "{}"), Arguments.of("resources/read", "{\"uri\":5}"),
                Arguments.of("resources/subscribe", "{\"uri\":null}"), Arguments.of("resources/unsubscribe", "{}"),
                Arguments.of("prompts/get", "{\"name\":\"fact_check\",\"arguments\":{\"claim\":5}}"),
                Arguments.of("prompts/get", "{\"name\":\"nonsense\"}"), Arguments.of("logging/setLevel", "{}"),
                Arguments.of("tools/list", "{\"cursor\":\"nonsense\"}"), Arguments.of("tools/list", "{\"cursor\":5}"),
                Arguments.of("completion/complete", "{}"),
                Arguments.of("completion/complete",
                        "{\"ref\":{\"type\":\"ref/resource\",\"uri\":\"x\"},\"argument\":{\"name\":\"a\"}}"),
                Arguments.of("completion/complete", "{\"ref\":5,\"argument\":5}"),
                Arguments.of("initialize", "{}"), Arguments.of("initialize", "{\"protocolVersion\":5}"),
                Arguments.of("initialize", "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":5,\"clientInfo\":5}"),
                Arguments.of("unsubscribe", "{\"uri\":\"orchestrator://research_0123456789ab/status\"}"),
                Arguments.of("nonsense", "{}"), Arguments.of("tasks/list", "{}"), Arguments.of("q/close", "[]"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void wrongParametersAreAnErrorOfTheRequest(String method, String params) {
        var answer = new McpSession(server)
                .raw("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"" + method + "\",\"params\":" + params + "}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"error\"").contains("\"id\":\"a\"").contains("\"code\":-32")
                .doesNotContain("-32603");
    }

    @Test
    void anythingElseThanJsonIsRefused() {
        given().contentType("text/plain").body(PING).post("/mcp").then().statusCode(415);
        given().contentType(ContentType.JSON).body("x".repeat(1_100_000)).post("/mcp").then().statusCode(413);
        given().contentType(ContentType.JSON).accept("text/html").body(PING).post("/mcp").then().statusCode(406);
        given().contentType(ContentType.JSON).header("Mcp-Protocol-Version", "1999-01-01").body(PING).post("/mcp").then()
                .statusCode(400);
        given().contentType(ContentType.JSON).body(PING).put("/mcp").then().statusCode(405).header("Allow",
                "GET, POST, DELETE");
    }

    @ParameterizedTest
    @ValueSource(strings = { "/mcp/sse", "/mcp/messages/1", "/mcpx", "/mcp/" })
    void thereIsOneEndpoint(String path) {
        given().contentType(ContentType.JSON).body(PING).post(path).then().statusCode(404);
    }

    @Test
    void aSessionThatNobodyKnowsIsServed() {
        var client = new McpSession(server).named("begun-by-a-process-that-is-gone");
        assertThat(client.notify("notifications/initialized", Map.of())).isEqualTo(202);
        var id = client.tool("orchestrate_research", Map.of("task", "take your time", "num_agents", 50,
                "max_concurrent_agents", 1)).structured().path("task_id").asText();
        var stream = client.listen();
        await().until(() -> !stream.lines().isEmpty());

        assertThat(client.call("tools/list", Map.of()).result().path("tools")).hasSize(7);
        assertThat(client.call("resources/subscribe", Map.of("uri", "orchestrator://" + id + "/status")).answer().has("result"))
                .isTrue();
        await().until(() -> stream.messages().stream()
                .anyMatch(message -> message.path("method").asText().equals("notifications/resources/updated")));
        assertThat(client.end()).isEqualTo(200);
        assertThat(stream.end()).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void aSessionThatItsClientEndedIsUnknown() {
        var client = new McpSession(server).begun();
        assertThat(client.end()).isEqualTo(200);

        assertThat(client.raw("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}").statusCode()).isEqualTo(404);
        assertThat(client.notify("notifications/initialized", Map.of())).isEqualTo(404);
        assertThat(client.listen().end()).succeedsWithin(Duration.ofSeconds(10));
        assertThat(client.end()).isEqualTo(200);
        assertThat(new McpSession(server).begun().call("ping", Map.of()).answer().has("result")).isTrue();
    }

    @Test
    void aStreamNeedsASession() {
        given().accept("text/event-stream").get("/mcp").then().statusCode(400);
        given().accept("text/html").header("Mcp-Session-Id", "a").get("/mcp").then().statusCode(406);
    }

    @Test
    void aBatchIsAnsweredMessageByMessage() {
        var answer = new McpSession(server)
                .raw("[" + PING + ",{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":"
                        + "{\"name\":\"orchestrate_search\",\"arguments\":{\"query\":null,\"num_agents\":0}}}]");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"id\":1,\"result\":{}").contains("query: is required");
    }
}
