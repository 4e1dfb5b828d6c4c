package org.mcporchestrator.api.http.gate;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;

@QuarkusTest
@Tag("application")
@TestProfile(DoorTest.Locked.class)
class DoorTest {

    public static class Locked implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("orchestrator.door.api-key", "open-sesame", "orchestrator.door.host", "0.0.0.0");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "/", "/tools", "/stats", "/resources", "/nowhere", "/stream/research_000000000000", "/q/metrics",
            "/health/", "/health/../tools", "/q/health/../../tools", "/HEALTH", "/q/health/%2e%2e/%2e%2e/tools",
            "/q/health/%2E%2E/metrics", "/q/health/live/%2e%2e/%2e%2e/%2e%2e/stats", "/q/health;a", "/q/health/nope" })
    void withoutAKeyNothingIsTold(String path) {
        for (var method : List.of("GET", "POST", "PUT")) {
            given().urlEncodingEnabled(false).request(method, path).then().statusCode(401)
                    .header("WWW-Authenticate", startsWith("Bearer"))
                    .contentType(startsWith("application/json"))
                    .body("success", equalTo(false))
                    .body("code", equalTo("unauthorized"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "Bearer", "Bearer ", "Bearer wrong", "Basic b3Blbg==", "open-sesame", "Bearer open-sesame x" })
    void aWrongKeyIsNoKey(String header) {
        given().header("Authorization", header).get("/tools").then().statusCode(401);
    }

    @ParameterizedTest
    @ValueSource(strings = { "Bearer open-sesame", "bearer open-sesame", "BEARER  open-sesame" })
    void theKeyAsBearerOpens(String header) {
        given().header("Authorization", header).get("/tools").then().statusCode(200);
        given().header("Authorization", header).header("Host", "orchestrator.example:1").get("/tools").then().statusCode(200);
    }

    @Test
    void theKeyInItsOwnHeaderOpens() {
        given().header("X-API-Key", "open-sesame").get("/tools").then().statusCode(200);
        given().header("X-API-Key", "open-sesame2").get("/tools").then().statusCode(401);
    }

    /** There are meters for a hundred paths; whoever knocks must not use them up. */
    @Test
    void pathsThatAreMadeUpHaveNoMeters() {
        for (var attempt = 0; attempt < 5; attempt++) {
            given().get("/made-up-" + attempt).then().statusCode(401);
        }

        given().header("X-API-Key", "open-sesame").get("/q/metrics").then().statusCode(200)
                .body(not(containsString("made-up")));
    }

    @Test
    void healthIsOpen() {
        for (var path : List.of("/health", "/q/health", "/q/health/live", "/q/health/ready", "/q/health/started")) {
            given().get(path).then().statusCode(not(401));
        }
        given().get("/health").then().statusCode(200);
    }
}
