package org.mcporchestrator.api.http.gate;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.junit.QuarkusTest;

/** Without a key a server on the loopback only answers under its own name. */
@QuarkusTest
@Tag("application")
class HostNameTest {

    @ParameterizedTest
    @ValueSource(strings = { "localhost", "localhost:5060", "LOCALHOST", "127.0.0.1", "127.0.0.1:80", "[::1]", "[::1]:5060" })
    void theOwnNamesAreAnswered(String host) {
        given().header("Host", host).get("/tools").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = { "evil.example", "localhost.evil.example", "evil.example:5060", "127.0.0.1.evil.example", "0.0.0.0",
            "10.0.0.1" })
    void otherNamesAreRefused(String host) {
        given().header("Host", host).get("/tools").then().statusCode(403)
                .contentType(startsWith("application/json"))
                .body("success", equalTo(false))
                .body("code", equalTo("forbidden_host"));
    }
}
