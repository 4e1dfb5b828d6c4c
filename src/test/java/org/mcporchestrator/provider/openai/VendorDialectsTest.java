package org.mcporchestrator.provider.openai;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mcporchestrator.workflow.fault.Fault.Code.KEY_REFUSED;
import static org.mcporchestrator.workflow.fault.Fault.Code.PROVIDER_OVERLOADED;
import static org.mcporchestrator.workflow.fault.Fault.Code.REQUEST_REFUSED;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.mcporchestrator.agent.Reply;
import org.mcporchestrator.provider.http.FakeVendor;
import org.mcporchestrator.provider.http.Settings;
import org.mcporchestrator.workflow.step.Usage;

/** In what the vendors of one format differ. */
class VendorDialectsTest {

    private static final String ANSWER = """
            {"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}],
            "usage":{"prompt_tokens":3,"completion_tokens":1,"total_tokens":4}}""";
    private static final String PROMPT = """
            "messages":[{"role":"system","content":"You answer."},{"role":"user","content":"Task: why is the sky blue?"}]""";

    @ParameterizedTest
    @EnumSource
    void everyVendorGetsAKeyAModelAndAPrompt(CompletionsVendor entry) {
        try (var vendor = OpenAi.fake(entry)) {
            assertThat(vendor.reply(vendor.answering(FakeVendor.ok("application/json", ANSWER))).content()).isEqualTo("Hello");

            vendor.server.verify(postRequestedFor(urlEqualTo(OpenAi.PATH))
                    .withHeader("Authorization", equalTo("Bearer " + Settings.KEY))
                    .withRequestBody(equalToJson("{\"model\":\"some-model\",\"stream\":true," + PROMPT + "}", true, true)));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "XAI|\"stream_options\":{\"include_usage\":true},\"max_tokens\":100",
            "MISTRAL|\"max_tokens\":100",
            "GROQ|\"stream_options\":{\"include_usage\":true},\"max_completion_tokens\":100",
            "GEMINI|\"stream_options\":{\"include_usage\":true},\"max_tokens\":1124,\"reasoning_effort\":\"low\"",
            "PERPLEXITY|\"max_tokens\":100",
            "COHERE|\"max_tokens\":100",
            "OLLAMA|\"stream_options\":{\"include_usage\":true},\"max_tokens\":100" })
    void eachVendorGetsNoFieldThatItRefuses(CompletionsVendor entry, String fields) {
        try (var vendor = OpenAi.fake(entry)) {
            assertThat(vendor.reply(vendor.answering(FakeVendor.ok("application/json", ANSWER))).usage())
                    .isEqualTo(new Usage(3, 1));

            vendor.server.verify(postRequestedFor(urlEqualTo(OpenAi.PATH)).withRequestBody(equalToJson(
                    "{\"model\":\"some-model\",\"stream\":true,\"temperature\":0.5," + PROMPT + "," + fields + "}")));
        }
    }

    @Test
    void reservationsLeaveRoomForWhatModelsThink() {
        try (var xai = OpenAi.fake(CompletionsVendor.XAI);
                var gemini = OpenAi.fake(CompletionsVendor.GEMINI);
                var groq = OpenAi.fake(CompletionsVendor.GROQ)) {
            assertThat(xai.provider(xai.settings()).room("grok-4.3")).isEqualTo(8_192);
            assertThat(gemini.provider(gemini.settings()).room("gemini-2.5-pro")).isEqualTo(1_024);
            assertThat(groq.provider(groq.settings()).room("llama-3.3-70b-versatile")).isZero();
        }
    }

    @Test
    void groqTellsTheTokensInALastChunkWithoutChoices() {
        try (var vendor = OpenAi.fake(CompletionsVendor.GROQ)) {
            var reply = vendor.reply(vendor.streaming("""
                    data: {"model":"llama-3.3-70b-versatile","choices":[{"delta":{"content":"Hi"}}],"x_groq":{"id":"r1"}}

                    data: {"choices":[{"delta":{},"finish_reason":"stop"}],"x_groq":{"id":"r1","usage":{"prompt_tokens":9}}}

                    data: {"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":2,"total_tokens":11}}

                    data: [DONE]

                    """));

            assertThat(reply.usage()).isEqualTo(new Usage(9, 2));
        }
    }

    @Test
    void mistralTellsTheTokensInItsLastChunkUnasked() {
        try (var vendor = OpenAi.fake(CompletionsVendor.MISTRAL)) {
            var reply = vendor.reply(vendor.streaming(
                    """
                            data: {"model":"mistral-large-2411","choices":[{"delta":{"role":"assistant","content":"Sa"},"finish_reason":null}]}

                            data: {"model":"mistral-large-2411","choices":[{"delta":{"content":"lut"},"finish_reason":"stop"}],"usage":{"prompt_tokens":5,"total_tokens":7,"completion_tokens":2}}

                            data: [DONE]

                            """));

            assertThat(reply.content()).isEqualTo("Salut");
            assertThat(reply.usage()).isEqualTo(new Usage(5, 2));
        }
    }

    @Test
    void perplexityNamesItsSourcesAndItsCost() {
        try (var vendor = OpenAi.fake(CompletionsVendor.PERPLEXITY)) {
            var reply = vendor.reply(vendor.streaming(
                    """
                            data: {"model":"sonar-pro","citations":["https://a.example/1"],"search_results":[{"title":"A","url":"https://a.example/1"},{"title":"","url":"https://b.example/2"}],"usage":{"prompt_tokens":4,"completion_tokens":1,"total_tokens":5,"cost":{"total_cost":0.006}},"choices":[{"delta":{"content":"Blue [1]"},"finish_reason":null}]}

                            data: {"model":"sonar-pro","usage":{"prompt_tokens":4,"completion_tokens":9,"total_tokens":13,"cost":{"total_cost":0.0142}},"choices":[{"delta":{"content":"[2]."},"finish_reason":"stop"}]}

                            """));

            assertThat(reply.content()).isEqualTo("Blue [1][2].");
            assertThat(reply.usage()).isEqualTo(new Usage(4, 9));
            assertThat(reply.cost()).hasValue(new BigDecimal("0.0142"));
            assertThat(reply.citations()).containsExactly(Map.of("url", "https://a.example/1", "title", "A"),
                    Map.of("url", "https://b.example/2"));
        }
    }

    @Test
    void modelsOnOnesOwnMachineCostNothing() {
        try (var vendor = OpenAi.fake(CompletionsVendor.OLLAMA)) {
            var reply = vendor.reply(vendor.answering(FakeVendor.ok("application/json", ANSWER)));

            assertThat(reply.cost()).hasValue(BigDecimal.ZERO);
        }
    }

    @Test
    void bareAddressesAreSourcesToo() {
        try (var vendor = OpenAi.fake(CompletionsVendor.PERPLEXITY)) {
            var reply = vendor.reply(vendor.answering(FakeVendor.ok("application/json",
                    "{\"citations\":[\"https://a.example\"],\"choices\":[{\"message\":{\"content\":\"x\"}}]}")));

            assertThat(reply).extracting(Reply::citations).isEqualTo(List.of(Map.of("url", "https://a.example")));
        }
    }

    @Test
    void geminiSendsItsErrorInAList() {
        try (var vendor = OpenAi.fake(CompletionsVendor.GEMINI)) {
            var badKey = vendor.failure(aResponse().withStatus(400).withBody(
                    """
                            [{"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT"}}]"""));
            var quota = vendor.failure(aResponse().withStatus(429).withBody("""
                    [{"error":{"code":429,"message":"Resource has been exhausted","status":"RESOURCE_EXHAUSTED","details":[
                    {"@type":"type.googleapis.com/google.rpc.QuotaFailure"},
                    {"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34.5s"}]}}]"""));

            var longest = vendor.failure(aResponse().withStatus(429).withBody("""
                    [{"error":{"code":429,"details":[{"retryDelay":"999999999s"}]}}]"""));

            assertThat(badKey.fault().code()).isEqualTo(KEY_REFUSED);
            assertThat(badKey.fault().detail()).contains("GEMINI_API_KEY");
            assertThat(longest.retryAfter()).hasValue(Duration.ofDays(1));
            assertThat(quota.fault().code()).isEqualTo(PROVIDER_OVERLOADED);
            assertThat(quota.retryAfter()).hasValue(Duration.ofMillis(34_500));
        }
    }

    @Test
    void mistralAndCoherePutTheirMessageOnTop() {
        try (var mistral = OpenAi.fake(CompletionsVendor.MISTRAL); var cohere = OpenAi.fake(CompletionsVendor.COHERE)) {
            var unknownModel = mistral.failure(aResponse().withStatus(400).withBody("""
                    {"object":"error","message":"Invalid model: nope","type":"invalid_model","param":null,"code":"1500"}"""));
            var badKey = cohere.failure(aResponse().withStatus(401).withBody("{\"message\":\"invalid api token\"}"));

            assertThat(unknownModel.fault().code()).isEqualTo(REQUEST_REFUSED);
            assertThat(unknownModel.fault().detail()).isEqualTo("mistral answered with HTTP 400: Invalid model: nope");
            assertThat(badKey.fault().detail()).contains("COHERE_API_KEY");
        }
    }
}
