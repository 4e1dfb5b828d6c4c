package org.mcporchestrator.api.http.gate;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;

/** What web pages may do, what browsers are told, and how much one client may take. */
@QuarkusTest
@Tag("application")
class EdgesTest {

    /** Named in the configuration of the tests. */
    private static final String PAGE = "https://app.example";
    private static final int MOST_STREAMS = 256;

    @TestHTTPResource
    URI root;

    @Test
    void pageThatIsNamedMayReadAndSendItsKey() {
        given().header("Origin", PAGE).get("/v1/workflows").then().statusCode(200)
                .header("Access-Control-Allow-Origin", PAGE)
                .header("Access-Control-Expose-Headers", containsString("ETag"))
                .header("Vary", containsString("Origin"));
        given().header("Origin", PAGE).header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization,content-type").options("/v1/workflows").then()
                .statusCode(204)
                .header("Access-Control-Allow-Origin", PAGE)
                .header("Access-Control-Allow-Methods", containsString("DELETE"))
                .header("Access-Control-Allow-Headers", containsString("Authorization"))
                .header("Access-Control-Allow-Credentials", nullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = { "https://evil.example", "https://app.example.evil.example", "http://app.example",
            "https://app.example:8443", "null", "https://sub.app.example" })
    void otherPagesMayNot(String origin) {
        given().header("Origin", origin).get("/v1/workflows").then().header("Access-Control-Allow-Origin", nullValue());
        given().header("Origin", origin).header("Access-Control-Request-Method", "POST").options("/v1/workflows").then()
                .header("Access-Control-Allow-Origin", nullValue()).header("Access-Control-Allow-Headers", nullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = { "*", "/https:.*/", "https://*.example", "app.example", "https://app.example/", "ftp://app.example",
            "https://app.example/path", "null", "https://user@app.example" })
    void whatIsNoOriginEndsTheStart(String origin) {
        assertThatThrownBy(() -> new Cors(() -> Optional.of(Set.of(origin))))
                .isInstanceOf(ConfigurationException.class).hasMessageContaining("ORCHESTRATOR_CORS_ORIGINS");
    }

    @Test
    void browsersAreToldToKeepNothingAndToRunNothing() {
        for (var path : new String[] { "/v1/workflows", "/", "/tools", "/health", "/v1/nothing", "/nothing" }) {
            given().get(path).then()
                    .header("X-Content-Type-Options", "nosniff")
                    .header("Referrer-Policy", "no-referrer")
                    .header("Cache-Control", "no-store")
                    .header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        }
        var id = ended();
        given().get("/v1/workflows/" + id + "/result").then().header("Cache-Control", "private, no-cache");
        given().get("/v1/workflows/" + id + "/documents/report.html").then()
                .header("Cache-Control", "no-store")
                .header("Content-Security-Policy", containsString("frame-ancestors 'none'"))
                .header("Content-Disposition", containsString("attachment"));
    }

    @Test
    void clientHasAsManyStreamsAsItMay() throws Exception {
        var id = start(100);
        var open = new ArrayList<Socket>();
        try {
            var status = "";
            while (open.size() <= MOST_STREAMS && !status.contains("429")) {
                var socket = new Socket(root.getHost(), root.getPort());
                open.add(socket);
                status = status(socket, id);
            }

            // Streams of tests before may be about to close.
            assertThat(open).hasSizeBetween(MOST_STREAMS - 20, MOST_STREAMS + 1);
            given().get("/v1/workflows/" + id + "/events").then().statusCode(429)
                    .contentType("application/problem+json").header("Retry-After", "5")
                    .body("code", equalTo("too_many_streams"));
        } finally {
            for (var socket : open) {
                socket.close();
            }
            given().post("/v1/workflows/" + id + "/cancel");
        }
        await().untilAsserted(() -> given().get("/v1/workflows/" + id + "/events").then().statusCode(200));
    }

    private static String status(Socket socket, String id) throws IOException {
        socket.getOutputStream().write(("GET /stream/" + id + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        return new String(socket.getInputStream().readNBytes("HTTP/1.1 200".length()), StandardCharsets.US_ASCII);
    }

    @Test
    void headersThatAreTooLongAreRefused() {
        given().header("X-Long", "x".repeat(20_000)).get("/v1/workflows").then().statusCode(431);
    }

    private static String ended() {
        var id = start(1);
        given().queryParam("wait_seconds", 30).get("/v1/workflows/" + id + "/result").then().statusCode(200);
        return id;
    }

    private static String start(int agents) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("pattern", "swarm", "input", Map.of("task", "tides"),
                        "config", Map.of("num_agents", agents, "max_concurrent_agents", 1)))
                .post("/v1/workflows").then().statusCode(202).extract().path("id");
    }
}
