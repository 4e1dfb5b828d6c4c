package org.mcporchestrator.api.http.v1;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;

/** From the public door to vendors over HTTP and back. */
@QuarkusTest
@Tag("application")
@TestProfile(OwnVendors.class)
class ProvidersResourceTest {

    private static ValidatableResponse search(Map<String, Object> request) {
        String id = given().contentType("application/json").body(request).post("/tools/orchestrate_search")
                .then().statusCode(200).extract().path("task_id");
        return given().contentType("application/json").body(Map.of("task_id", id, "wait_seconds", 20))
                .post("/tools/get_orchestration_status").then().statusCode(200);
    }

    @Test
    void whereAProviderCannotAnswerAnotherOneTakesOverAndTheResultTells() {
        search(Map.of("query", "solar panels", "num_agents", 2, "provider_name", "openai", "max_retries", 0,
                "fallback", List.of("anthropic", "mistral")))
                .body("status", equalTo("completed"))
                .body("result.agent_results.metadata.provider", contains("mistral", "mistral"))
                .body("result.agent_results.metadata.model", everyItem(equalTo("mistral-large-2512")))
                .body("result.metadata.config.fallback", contains("anthropic", "mistral"));

        given().get("/v1/providers").then().statusCode(200)
                .body("providers.find { it.name == 'openai' }.health.breaker", equalTo("open"))
                .body("providers.find { it.name == 'openai' }.health.open_until", notNullValue())
                .body("providers.find { it.name == 'openai' }.health.rate_limited_until", nullValue())
                .body("providers.find { it.name == 'openai' }.health.error_rate", equalTo(1.0f))
                .body("providers.find { it.name == 'mistral' }.health.breaker", equalTo("closed"))
                .body("providers.find { it.name == 'mistral' }.health.error_rate", equalTo(0.0f));
        given().get("/q/metrics").then().statusCode(200)
                .body(containsString("orchestrator_provider_breaker{provider=\"openai\"} 2.0"))
                .body(containsString("orchestrator_model_tokens_total{kind=\"prompt\",model=\"mistral-large-2512\""));
    }

    @Test
    void theProvidersAreToldWithTheirModelsPricesAndLimits() {
        given().get("/v1/providers").then().statusCode(200)
                .body("default", equalTo("scripted"))
                .body("fallback.size()", equalTo(0))
                .body("providers.name", hasItems("xai", "openai", "anthropic", "gemini", "mistral", "groq", "cohere",
                        "perplexity", "ollama", "scripted"))
                .body("providers.find { it.name == 'mistral' }.configured", equalTo(true))
                .body("providers.find { it.name == 'mistral' }.simulated", equalTo(false))
                .body("providers.find { it.name == 'mistral' }.variable", equalTo("MISTRAL_API_KEY"))
                .body("providers.find { it.name == 'mistral' }.default_model", equalTo("mistral-large-2512"))
                .body("providers.find { it.name == 'mistral' }.models[0].prompt_usd_per_million", equalTo(0.50f))
                .body("providers.find { it.name == 'mistral' }.models[0].price_source", containsString("genai-prices"))
                .body("providers.find { it.name == 'mistral' }.models[0].price_date", equalTo("2026-11-23"))
                .body("providers.find { it.name == 'ollama' }.models[0].price_date", nullValue())
                .body("providers.find { it.name == 'mistral' }.limits.concurrent_calls", equalTo(64))
                .body("providers.find { it.name == 'mistral' }.limits.tokens_per_minute", equalTo(1_000_000))
                .body("providers.find { it.name == 'scripted' }.simulated", equalTo(true))
                .body("providers.find { it.name == 'scripted' }.limits.concurrent_calls", nullValue())
                .body("providers.find { it.name == 'ollama' }.models[0].prompt_usd_per_million", nullValue());
    }

    /** Its own server has ended the format that is spoken here. */
    @Test
    void perplexityNeedsMoreThanItsKeyAndSaysSo() {
        given().get("/v1/providers").then().statusCode(200)
                .body("providers.find { it.name == 'perplexity' }.configured", equalTo(false))
                .body("providers.find { it.name == 'perplexity' }.variable", equalTo("PERPLEXITY_BASE_URL"))
                .body("providers.find { it.name == 'perplexity' }.health.notice", containsString("2026-09-27"))
                .body("providers.find { it.name == 'mistral' }.health.notice", nullValue());
        given().contentType("application/json").body(Map.of("query", "x", "provider_name", "perplexity"))
                .post("/tools/orchestrate_search").then().statusCode(503)
                .body("code", equalTo("no_provider")).body("error", containsString("PERPLEXITY_BASE_URL"));
    }

    @Test
    void noSecretIsTold() {
        given().get("/v1/providers").then().body(not(containsString("sk-secret-of-the-test")));
    }

    @Test
    void aProviderThatIsNotKnownCannotTakeOver() {
        given().contentType("application/json").body(Map.of("query", "x", "fallback", List.of("nobody")))
                .post("/tools/orchestrate_search").then().statusCode(400)
                .body("errors.field", hasItem("fallback"));
    }

    @Test
    void thePathIsToldToThoseWhoLookAround() {
        given().get("/").then().body("endpoints.providers", equalTo("/v1/providers"));
        given().post("/v1/providers").then().statusCode(405).header("Allow", "GET, HEAD");
    }
}
