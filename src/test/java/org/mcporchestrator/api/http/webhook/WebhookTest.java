package org.mcporchestrator.api.http.webhook;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.mcporchestrator.api.http.Calls.ended;
import static org.mcporchestrator.api.http.Calls.research;
import static org.mcporchestrator.api.http.Calls.tool;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mcporchestrator.webhook.delivery.Receiver;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.Vertx;

@QuarkusTest
@Tag("application")
class WebhookTest {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private final Vertx vertx = Vertx.vertx();
    private Receiver receiver;

    @BeforeEach
    void start() {
        receiver = new Receiver(vertx, 0);
    }

    @AfterEach
    void stop() {
        receiver.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static String path(String id) {
        return "/v1/workflows/" + id + "/webhook";
    }

    private static ValidatableResponse put(String id, Object webhook) {
        return given().contentType("application/json").body(webhook).put(path(id)).then();
    }

    private static ValidatableResponse legacy(String route, Object body) {
        return given().contentType("application/json").body(body).post("/webhook/" + route).then();
    }

    private static String small() {
        return research(Map.of("task", "tides", "num_agents", 1));
    }

    private void arrived(String type) {
        await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(20)).until(() -> receiver.received().stream()
                .anyMatch(request -> request.header("X-MCP-Event").equals(type)));
    }

    @Test
    void webhookOfAStartGetsEveryEventInTheFirstForm() {
        var id = research(Map.of("task", "tides", "num_agents", 2, "webhook_url", receiver.url()));

        arrived("workflow_complete");

        var first = receiver.received().getFirst();
        assertThat(first.json().path("event").path("event_type").asText()).isEqualTo("workflow_start");
        assertThat(first.json().path("task_id").asText()).isEqualTo(id);
        assertThat(first.header("webhook-id")).isEqualTo(id + "_1-1");
        assertThat(first.header("webhook-signature")).isEmpty();
        assertThat(receiver.positions()).isEqualTo(List.copyOf(receiver.positions().stream().distinct()
                .sorted(java.util.Comparator.comparing(position -> Integer.parseInt(position.substring(2)))).toList()));
    }

    @Test
    void webhookThatComesLateGetsAllThatItWantsAndIsTold() {
        var id = small();
        ended(id);

        put(id, Map.of("url", receiver.url(), "events", List.of("workflow_complete"), "secret", SECRET)).statusCode(200)
                .body("task_id", equalTo(id)).body("url", equalTo(receiver.url()))
                .body("events", contains("workflow_complete")).body("secret_set", equalTo(true))
                .body("durable", equalTo(true)).body(not(containsString(SECRET)));
        arrived("workflow_complete");

        assertThat(receiver.received()).hasSize(1);
        assertThat(receiver.received().getFirst().json().path("type").asText()).isEqualTo("workflow_complete");
        assertThat(receiver.received().getFirst().header("webhook-signature")).startsWith("v1,");
        await().until(() -> given().get(path(id)).then().extract().<Integer> path("delivered") == 1);
        given().get(path(id)).then().statusCode(200)
                .body("state", equalTo("active")).body("failed_attempts", equalTo(0)).body("error", equalTo(null))
                .body("secret_set", equalTo(true)).body(not(containsString(SECRET)));
        given().get("/stats").then().body("webhooks.registered", greaterThanOrEqualTo(1))
                .body("webhooks.total_deliveries", greaterThanOrEqualTo(1));
        given().get("/health").then().body("registered_webhooks", greaterThanOrEqualTo(1));
        given().get("/q/metrics").then().body(containsString("orchestrator_webhooks_deliveries_total{outcome=\"delivered\"}"));

        given().delete(path(id)).then().statusCode(204);
        given().get(path(id)).then().statusCode(404).body("code", equalTo("unknown_workflow"));
    }

    @Test
    void resourceThatIsStartedWithAWebhookTellsIt() {
        var start = Map.of("pattern", "swarm", "input", Map.of("task", "tides"), "config", Map.of("num_agents", 1), "webhook",
                Map.of("url", receiver.url(), "events", List.of("workflow_start"), "secret", SECRET));
        String id = given().contentType("application/json").body(start).post("/v1/workflows").then().statusCode(202)
                .body(not(containsString(SECRET))).extract().path("id");

        arrived("workflow_start");
        ended(id);

        assertThat(receiver.received()).hasSize(1);
        assertThat(receiver.received().getFirst().json().path("task_id").asText()).isEqualTo(id);
        assertThat(receiver.received().getFirst().header("webhook-signature")).startsWith("v1,");
        given().contentType("application/json").body(Map.of("pattern", "swarm", "input", Map.of("task", "tides"), "webhook",
                Map.of("url", "https://10.0.0.1/", "secrets", "x"))).post("/v1/workflows").then().statusCode(400)
                .body("errors.pointer", contains("/webhook/secrets"));
        given().contentType("application/json").body(Map.of("pattern", "swarm", "input", Map.of("task", "tides"), "webhook",
                Map.of("url", "https://10.0.0.1/"))).post("/v1/workflows").then().statusCode(400)
                .body("errors.pointer", contains("/webhook/url"));
    }

    @Test
    void sameKeyWithAnotherWebhookIsAnotherRequest() {
        var webhook = Map.of("url", receiver.url(), "events", List.of("workflow_start"), "secret", SECRET);
        String id = keyed(webhook).statusCode(202).extract().path("id");

        keyed(webhook).statusCode(200).body("id", equalTo(id));
        for (var other : List.of(Map.of("url", receiver.url(), "events", List.of("workflow_start"), "secret", "another-secret"),
                Map.of("url", receiver.url(), "events", List.of("workflow_complete"), "secret", SECRET),
                Map.of("url", receiver.url(), "secret", SECRET),
                Map.of("url", receiver.url() + "other", "events", List.of("workflow_start"), "secret", SECRET))) {
            keyed(other).statusCode(422).body("code", equalTo("idempotency_key_reused")).body(not(containsString("secret")));
        }

        given().get(path(id)).then().statusCode(200).body("url", equalTo(receiver.url()))
                .body("events", contains("workflow_start")).body("secret_set", equalTo(true));
    }

    private static ValidatableResponse keyed(Map<String, ?> webhook) {
        return given().contentType("application/json").header("Idempotency-Key", "one-webhook")
                .body(Map.of("pattern", "swarm", "input", Map.of("task", "tides"), "webhook", webhook)).post("/v1/workflows")
                .then();
    }

    @Test
    void firstRoutesRegisterAndUnregister() {
        var id = small();

        legacy("register", Map.of("task_id", id, "webhook_url", receiver.url())).statusCode(200)
                .body("success", equalTo(true)).body("task_id", equalTo(id)).body("webhook_url", equalTo(receiver.url()))
                .body("events", hasSize(0));
        arrived("workflow_complete");

        assertThat(receiver.received().getLast().json().path("event").isObject()).isTrue();
        legacy("unregister", Map.of("task_id", id)).statusCode(200).body("success", equalTo(true));
        legacy("unregister", Map.of("task_id", id)).statusCode(200).body("success", equalTo(true));
    }

    @Test
    void wrongRegistrationsAreToldFieldByField() {
        var id = small();

        put(id, Map.of("url", "ftp://x", "events", List.of("agent_dreams"), "secret", "short")).statusCode(400)
                .body("code", equalTo("invalid_request")).body("errors.pointer", hasItem("/url"))
                .body("errors.pointer", hasItem("/secret"));
        put(id, Map.of("url", receiver.url(), "secret", "whsec_no base64")).statusCode(400).body("errors.pointer",
                contains("/secret"));
        put(id, Map.of("url", "https://10.0.0.1/")).statusCode(400)
                .body("errors[0].detail", containsString("not public"));
        put(id, Map.of("url", "https://[::ffff:169.254.169.254]/latest")).statusCode(400)
                .body("errors[0].detail", containsString("not public"));
        tool("orchestrate_research", Map.of("task", "tides", "webhook_url", "https://192.168.0.1/")).statusCode(400)
                .body("errors.field", contains("webhook_url"));
        legacy("register", Map.of("task_id", id)).statusCode(400).body("errors.field", contains("webhook_url"));
        legacy("unregister", Map.of()).statusCode(400).body("success", equalTo(false));
    }

    @Test
    void workflowThatIsNotThereHasNoWebhook() {
        var webhook = Map.of("url", receiver.url());

        put("research_000000000000", webhook).statusCode(404);
        put("nonsense", webhook).statusCode(404);
        given().get(path("research_000000000000")).then().statusCode(404);
        legacy("register", Map.of("task_id", "research_000000000000", "webhook_url", receiver.url())).statusCode(404)
                .body("success", equalTo(false));
    }

    @Test
    void deadLettersAreListedAndWhatIsNotThereIsSaid() {
        given().get("/v1/webhooks/dead-letters").then().statusCode(200).body("dead_letters", hasSize(0))
                .body("next_cursor", nullValue())
                .body("next", equalTo(null));
        given().get("/v1/webhooks/dead-letters?limit=0").then().statusCode(400).body("errors", hasSize(1));
        given().get("/v1/webhooks/dead-letters?cursor=x").then().statusCode(400).body("errors", hasSize(1));
        given().get("/v1/webhooks/dead-letters?cursor=a&cursor=b&limit=1001").then().statusCode(400).body("errors", hasSize(2));
        given().post("/v1/webhooks/dead-letters/research_000000000000_1-1/redeliver").then().statusCode(404)
                .body("code", equalTo("unknown_dead_letter"));
        given().delete("/v1/webhooks/dead-letters/nonsense").then().statusCode(404).body("code",
                equalTo("unknown_dead_letter"));
        given().put("/v1/webhooks/dead-letters/nonsense").then().statusCode(405).header("Allow", equalTo("DELETE"));
    }
}
