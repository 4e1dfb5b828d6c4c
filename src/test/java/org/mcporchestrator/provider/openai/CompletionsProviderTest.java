package org.mcporchestrator.provider.openai;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Optional;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcporchestrator.agent.ModelCall;
import org.mcporchestrator.agent.Provider;
import org.mcporchestrator.agent.Reply;
import org.mcporchestrator.provider.ProviderContract;
import org.mcporchestrator.provider.http.FakeVendor;
import org.mcporchestrator.provider.http.Settings;
import org.mcporchestrator.workflow.step.Usage;

class CompletionsProviderTest extends ProviderContract {

    private static final String STREAM = """
            : keep-alive

            data: {"id":"c1","model":"gpt-4.1-2025-04-14","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}],"usage":null}

            data: {"id":"c1","choices":[{"index":0,"delta":{"content":"Grüße, "},"finish_reason":null}]}

            data: {"id":"c1","choices":[{"index":0,"delta":{"content":"Welt 🌍"},"finish_reason":null}]}

            data: {"id":"c1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

            data: {"id":"c1","choices":[],"usage":{"prompt_tokens":12,"completion_tokens":7,"total_tokens":19}}

            data: [DONE]

            """;
    private static final String WHOLE = """
            {"id":"c1","model":"local-model","choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},
            "finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":1,"total_tokens":4}}""";

    private static final FakeVendor VENDOR = OpenAi.fake();

    @AfterAll
    static void close() {
        VENDOR.close();
    }

    private static Reply reply(Provider provider) {
        return provider.complete(call(SOON)).await().atMost(SOON);
    }

    @Override
    protected Provider answering() {
        return VENDOR.streaming(STREAM);
    }

    @Override
    protected Provider failing() {
        return VENDOR.answering(aResponse().withStatus(500)
                .withBody("{\"error\":{\"message\":\"The server had an error\",\"type\":\"server_error\"}}"));
    }

    @Override
    protected Provider slow() {
        return VENDOR.answering(FakeVendor.ok("text/event-stream", STREAM).withFixedDelay(3000));
    }

    @Test
    void aStreamIsPutTogether() {
        assertThat(reply(VENDOR.streaming(STREAM)))
                .isEqualTo(new Reply("Grüße, Welt 🌍", "gpt-4.1-2025-04-14", new Usage(12, 7), Optional.empty()));
    }

    @Test
    void linesMayEndAsTheyLike() {
        assertThat(reply(VENDOR.streaming(STREAM.replace("\n", "\r\n"))).content()).isEqualTo("Grüße, Welt 🌍");
        assertThat(reply(VENDOR.streaming(STREAM.replace("data: ", "data:"))).content()).isEqualTo("Grüße, Welt 🌍");
    }

    @Test
    void oneDocumentIsAnAnswerToo() {
        assertThat(reply(VENDOR.answering(FakeVendor.ok("application/json", WHOLE))))
                .isEqualTo(new Reply("Hello", "local-model", new Usage(3, 1), Optional.empty()));
    }

    @Test
    void aStreamMayEndWithItsFinishReason() {
        var reply = reply(
                VENDOR.streaming("data: {\"choices\":[{\"delta\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}]}\n\n"));

        assertThat(reply).isEqualTo(new Reply("x", "some-model", Usage.NONE, Optional.empty()));
    }

    @Test
    void uncountedTokensAreNoneAndHaveNoCost() {
        var reply = reply(
                VENDOR.answering(FakeVendor.ok("application/json", "{\"choices\":[{\"message\":{\"content\":\"x\"}}]}")));

        assertThat(reply.usage()).isEqualTo(Usage.NONE);
        assertThat(reply.cost()).isEmpty();
    }

    @Test
    void hiddenReasoningIsCountedAndTheVendorsCostIsTaken() {
        var reply = reply(VENDOR.answering(FakeVendor.ok("application/json", """
                {"choices":[{"message":{"content":"x"}}],"usage":{"prompt_tokens":32,"completion_tokens":9,"total_tokens":135,
                "completion_tokens_details":{"reasoning_tokens":94},"cost_in_usd_ticks":37756000}}""")));

        assertThat(reply.usage()).isEqualTo(new Usage(32, 103));
        assertThat(reply.cost()).hasValue(new BigDecimal("0.0037756"));
    }

    @Test
    void whatTheVendorCountedIsToldThoughItDeclines() {
        var count = VENDOR.counted(VENDOR.streaming("""
                data: {"choices":[{"index":0,"delta":{"content":"I "},"finish_reason":null}]}

                data: {"choices":[{"index":0,"delta":{},"finish_reason":"content_filter"}]}

                data: {"choices":[],"usage":{"prompt_tokens":12,"completion_tokens":7,"total_tokens":19}}

                data: [DONE]

                """));

        assertThat(count.estimated()).isFalse();
        assertThat(count.prompt()).hasValue(12L);
        assertThat(count.completion()).isEqualTo(7);
    }

    @Test
    void tokensOfAStreamThatBreaksOffAreEstimated() {
        var count = VENDOR.counted(VENDOR
                .streaming(STREAM.substring(0, STREAM.indexOf("data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{}"))));

        assertThat(count.worked()).isTrue();
        assertThat(count.estimated()).isTrue();
        assertThat(count.prompt()).isEmpty();
        // 18 bytes
        assertThat(count.completion()).isEqualTo(5);
    }

    @Test
    void textMayComeInParts() {
        var reply = reply(VENDOR.answering(FakeVendor.ok("application/json",
                "{\"choices\":[{\"message\":{\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"text\":\"b\"}]}}]}")));

        assertThat(reply.content()).isEqualTo("ab");
    }

    @Test
    void theCallIsSentAsTheVendorWantsIt() {
        assertThat(reply(answering()).content()).isNotBlank();

        VENDOR.server.verify(postRequestedFor(urlEqualTo(OpenAi.PATH))
                .withHeader("Authorization", equalTo("Bearer " + Settings.KEY))
                .withHeader("Content-Type", equalTo("application/json"))
                .withRequestBody(equalToJson("""
                        {"model":"some-model","stream":true,"stream_options":{"include_usage":true},"temperature":0.5,
                        "max_tokens":100,"messages":[{"role":"system","content":"You answer."},
                        {"role":"user","content":"Task: why is the sky blue?"}]}""")));
    }

    @ParameterizedTest
    @ValueSource(strings = { "o3", "gpt-5", "gpt-5-mini-2025-08-07", "openai/gpt-5.1", "gpt-6.1-terra" })
    void reasoningModelsHaveALimitWithRoomForThoughtsAndNoTemperature(String model) {
        var provider = answering();
        var _ = provider.complete(new ModelCall(PROMPT, model, 0.5, 100, SOON)).await().atMost(SOON);

        assertThat(provider.room(model)).isEqualTo(25_000);
        assertThat(provider.room("gpt-4.1")).isZero();
        VENDOR.server.verify(postRequestedFor(urlEqualTo(OpenAi.PATH)).withRequestBody(equalToJson("""
                {"model":"%s","stream":true,"stream_options":{"include_usage":true},"max_completion_tokens":25100,
                "messages":[{"role":"system","content":"You answer."},
                {"role":"user","content":"Task: why is the sky blue?"}]}""".formatted(model))));
    }

    @Test
    void countsAndCostsBelowNothingAreNone() {
        var reply = reply(VENDOR.answering(FakeVendor.ok("application/json",
                """
                        {"choices":[{"message":{"content":"Hello"}}],"usage":{"prompt_tokens":-9,"completion_tokens":-4,"total_tokens":-13,
                        "cost_in_usd_ticks":-50000000000}}""")));

        assertThat(reply.usage()).isEqualTo(Usage.NONE);
        assertThat(reply.cost()).hasValue(BigDecimal.ZERO);
    }

    @Test
    void aServerOfOnesOwnNeedsNoKey() {
        var _ = answering();
        var provider = VENDOR.provider(Settings.withoutKey(VENDOR.settings().baseUrl().orElseThrow(), 1));

        assertThat(provider.configured()).isTrue();
        assertThat(provider.defaultModel()).isEqualTo("llama3.1");
        assertThat(reply(provider).content()).isNotBlank();
        VENDOR.server.verify(postRequestedFor(urlEqualTo(OpenAi.PATH)).withHeader("Authorization", absent()));
    }
}
