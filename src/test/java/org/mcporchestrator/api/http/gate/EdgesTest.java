package org.mcporchestrator.api.http.gate;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcporchestrator.api.http.SseReader;
import org.mcporchestrator.api.http.Unhurried;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;

/** What web pages may do, what browsers are told, and how much one client may take. */
@QuarkusTest
@Tag("application")
@TestProfile(EdgesTest.WithLimits.class)
class EdgesTest {

    private static final String PAGE = "https://app.example";

    /** A key, one page that may call, and two streams for each client. */
    public static class WithLimits extends Unhurried {

        @Override
        public Map<String, String> getConfigOverrides() {
            var settings = new HashMap<>(super.getConfigOverrides());
            settings.put("orchestrator.cors.origins", PAGE + ",http://localhost:3000");
            settings.put("orchestrator.http.streams-per-client", "2");
            return settings;
        }
    }

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
        try (var first = new SseReader(root, "/v1/workflows/" + id + "/events", Optional.empty());
                var second = new SseReader(root, "/stream/" + id, Optional.empty())) {
            assertThat(first.response().statusCode()).isEqualTo(200);
            assertThat(second.response().statusCode()).isEqualTo(200);

            given().get("/v1/workflows/" + id + "/events").then().statusCode(429)
                    .contentType("application/problem+json").header("Retry-After", "5")
                    .body("code", equalTo("too_many_streams"));
            given().post("/v1/workflows/" + id + "/cancel").then().statusCode(200);
            assertThat(first.rest()).isNotEmpty();
            assertThat(second.rest()).isNotEmpty();
        }
        given().get("/v1/workflows/" + id + "/events").then().statusCode(200);
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
