package org.mcporchestrator.provider.anthropic;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mcporchestrator.workflow.fault.Fault.Code.KEY_REFUSED;
import static org.mcporchestrator.workflow.fault.Fault.Code.PROVIDER_OVERLOADED;
import static org.mcporchestrator.workflow.fault.Fault.Code.REPLY_CUT;
import static org.mcporchestrator.workflow.fault.Fault.Code.REPLY_EMPTY;
import static org.mcporchestrator.workflow.fault.Fault.Code.REPLY_MALFORMED;
import static org.mcporchestrator.workflow.fault.Fault.Code.REQUEST_REFUSED;
import static org.mcporchestrator.workflow.fault.Fault.Code.TOO_LARGE;

import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcporchestrator.agent.ModelCall;
import org.mcporchestrator.agent.Provider;
import org.mcporchestrator.agent.Reply;
import org.mcporchestrator.provider.ProviderContract;
import org.mcporchestrator.provider.http.FakeVendor;
import org.mcporchestrator.provider.http.Settings;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.step.Usage;

import com.fasterxml.jackson.databind.ObjectMapper;

class AnthropicTest extends ProviderContract {

    private static final String BEGIN = """
            event: message_start
            data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-4-5-20250929","content":[],"stop_reason":null,"usage":{"input_tokens":20,"cache_creation_input_tokens":3,"cache_read_input_tokens":2,"output_tokens":1}}}

            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

            event: ping
            data: {"type": "ping"}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Grüße, "}}

            """;
    private static final String END = """
            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Welt 🌍"}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":0}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":15}}

            event: message_stop
            data: {"type":"message_stop"}

            """;
    private static final String WHOLE = """
            {"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-4-5-20250929","stop_reason":"end_turn",
            "content":[{"type":"thinking","thinking":"hm","signature":"x"},{"type":"text","text":"Hel"},{"type":"text","text":"lo"}],
            "usage":{"input_tokens":3,"output_tokens":1}}""";

    private static final FakeVendor VENDOR = new FakeVendor("", AnthropicFamily.ANTHROPIC, new Messages(new ObjectMapper()));

    @AfterAll
    static void close() {
        VENDOR.close();
    }

    @Override
    protected Provider answering() {
        return VENDOR.streaming(BEGIN + END);
    }

    @Override
    protected Provider failing() {
        return VENDOR.answering(aResponse().withStatus(500)
                .withBody("{\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"Internal server error\"}}"));
    }

    @Override
    protected Provider slow() {
        return VENDOR.answering(FakeVendor.ok("text/event-stream", BEGIN + END).withFixedDelay(3000));
    }

    private static String stopped(String reason) {
        return "data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"" + reason
                + "\"},\"usage\":{\"output_tokens\":9}}\n\ndata: {\"type\":\"message_stop\"}\n\n";
    }

    private static String error(String type) {
        return "{\"type\":\"error\",\"error\":{\"type\":\"" + type
                + "\",\"message\":\"as the test wants it\"},\"request_id\":\"r1\"}";
    }

    @Test
    void aStreamIsPutTogether() {
        assertThat(VENDOR.reply(answering())).isEqualTo(
                new Reply("Grüße, Welt 🌍", "claude-sonnet-4-5-20250929", new Usage(25, 15), Optional.empty()));
    }

    @Test
    void oneDocumentIsAnAnswerTooAndThinkingIsNoPartOfIt() {
        assertThat(VENDOR.reply(VENDOR.answering(FakeVendor.ok("application/json", WHOLE)))).isEqualTo(
                new Reply("Hello", "claude-sonnet-4-5-20250929", new Usage(3, 1), Optional.empty()));
    }

    @Test
    void thinkingAndUnknownEventsOfAStreamArePassedOver() {
        var thinking = """
                data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"secret"}}

                data: {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"abc"}}

                data: {"type":"something_new","text":"no"}

                """;

        assertThat(VENDOR.reply(VENDOR.streaming(BEGIN + thinking + END)).content()).isEqualTo("Grüße, Welt 🌍");
    }

    @Test
    void theCallIsSentAsAnthropicWantsIt() {
        assertThat(VENDOR.reply(answering()).content()).isNotBlank();

        VENDOR.server.verify(postRequestedFor(urlEqualTo("/v1/messages"))
                .withHeader("x-api-key", equalTo(Settings.KEY))
                .withHeader("Authorization", absent())
                .withHeader("anthropic-version", equalTo("2023-06-01"))
                .withRequestBody(equalToJson("""
                        {"model":"some-model","max_tokens":100,"stream":true,"temperature":0.5,"system":"You answer.",
                        "messages":[{"role":"user","content":"Task: why is the sky blue?"}]}""")));
    }

    @ParameterizedTest
    @CsvSource({ "claude-sonnet-4-5-20250929,true", "claude-opus-4-20250514,true", "claude-opus-4-6,true",
            "claude-3-5-haiku-20241022,true", "claude-opus-4-7,false", "claude-opus-4-8-20260601,false",
            "claude-opus-5,false" })
    void newerModelsGetNoTemperatureAndOthersOneUpToOne(String model, boolean sent) {
        var _ = answering().complete(new ModelCall(PROMPT, model, 1.7, 100, SOON)).await().atMost(SOON);

        VENDOR.server.verify(postRequestedFor(urlEqualTo("/v1/messages")).withRequestBody(equalToJson("""
                {"model":"%s","max_tokens":100,"stream":true,%s"system":"You answer.",
                "messages":[{"role":"user","content":"Task: why is the sky blue?"}]}"""
                .formatted(model, sent ? "\"temperature\":1.0," : ""))));
    }

    @Test
    void aRefusalIsOneWhateverTextCameBefore() {
        assertThat(VENDOR.streamFault(BEGIN + stopped("refusal")).code()).isEqualTo(REQUEST_REFUSED);
        assertThat(VENDOR.failure(FakeVendor.ok("application/json",
                "{\"type\":\"message\",\"content\":[],\"stop_reason\":\"refusal\"}")).fault().code())
                .isEqualTo(REQUEST_REFUSED);
    }

    @Test
    void aModelThatDeclinesInItsOwnWordsHasAnswered() {
        var declined = WHOLE.replace("\"Hel\"", "\"I can't help with that.\"").replace("\"lo\"", "\"\"");

        assertThat(VENDOR.reply(VENDOR.answering(FakeVendor.ok("application/json", declined))).content())
                .isEqualTo("I can't help with that.");
    }

    @Test
    void anAnswerWithoutTextIsEmpty() {
        assertThat(VENDOR.streamFault(stopped("max_tokens")))
                .isEqualTo(new Fault(REPLY_EMPTY, "anthropic used up the token limit before any text"));
        assertThat(VENDOR.streamFault(stopped("end_turn")).code()).isEqualTo(REPLY_EMPTY);
        assertThat(VENDOR.failure(FakeVendor.ok("application/json",
                "{\"type\":\"message\",\"content\":[],\"stop_reason\":\"end_turn\"}")).fault().code()).isEqualTo(REPLY_EMPTY);
    }

    @Test
    void aTextThatEndsAtItsLimitIsAnAnswer() {
        assertThat(VENDOR.reply(VENDOR.streaming(BEGIN + stopped("max_tokens"))).content()).isEqualTo("Grüße, ");
    }

    @ParameterizedTest
    @CsvSource({ "400,invalid_request_error,REQUEST_REFUSED", "401,authentication_error,KEY_REFUSED",
            "402,billing_error,REQUEST_REFUSED", "403,permission_error,KEY_REFUSED", "404,not_found_error,REQUEST_REFUSED",
            "413,request_too_large,REQUEST_REFUSED", "429,rate_limit_error,PROVIDER_OVERLOADED",
            "500,api_error,PROVIDER_UNAVAILABLE", "504,timeout_error,REPLY_CUT",
            "529,overloaded_error,PROVIDER_OVERLOADED" })
    void eachErrorHasItsFault(int status, String type, Fault.Code code) {
        var failure = VENDOR.failure(aResponse().withStatus(status).withBody(error(type)));

        assertThat(failure.fault().code()).isEqualTo(code);
        assertThat(failure.fault().detail()).startsWith("anthropic answered with HTTP " + status)
                .contains(code == KEY_REFUSED ? "ANTHROPIC_API_KEY" : "as the test wants it");
    }

    @ParameterizedTest
    @CsvSource({ "overloaded_error,PROVIDER_OVERLOADED", "rate_limit_error,PROVIDER_OVERLOADED",
            "api_error,PROVIDER_UNAVAILABLE", "authentication_error,KEY_REFUSED", "invalid_request_error,REQUEST_REFUSED",
            "something_else,PROVIDER_UNAVAILABLE", "timeout_error,REPLY_CUT" })
    void anErrorWithinTheStreamHasItsFault(String type, Fault.Code code) {
        assertThat(VENDOR.streamFault(BEGIN + "event: error\ndata: " + error(type) + "\n\n").code()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({ "7,7000", "'Fri, 02 Jan 2026 03:05:05 GMT',60000" })
    void anthropicSaysWhenToComeBack(String value, long millis) {
        var failure = VENDOR.failure(
                aResponse().withStatus(429).withHeader("retry-after", value).withBody(error("rate_limit_error")));

        assertThat(failure.fault().code()).isEqualTo(PROVIDER_OVERLOADED);
        assertThat(failure.retryAfter()).hasValue(Duration.ofMillis(millis));
    }

    @Test
    void aStreamThatBreaksOffIsCut() {
        assertThat(VENDOR.streamFault(BEGIN).code()).isEqualTo(REPLY_CUT);
        assertThat(VENDOR.streamFault("").code()).isEqualTo(REPLY_CUT);
    }

    @Test
    void tokensOfAStreamThatBreaksOffAreThoseOfThePromptAndAnEstimate() {
        var count = VENDOR.counted(VENDOR.streaming(BEGIN));

        assertThat(count.prompt()).hasValue(25L);
        assertThat(count.estimated()).isTrue();
        // one that was counted at the beginning, and nine bytes
        assertThat(count.completion()).isEqualTo(4);
    }

    @Test
    void aStreamMayEndWithItsStopReason() {
        var withoutStop = BEGIN + END.substring(0, END.indexOf("event: message_stop"));

        assertThat(VENDOR.reply(VENDOR.streaming(withoutStop)).content()).isEqualTo("Grüße, Welt 🌍");
    }

    @ParameterizedTest
    @ValueSource(strings = { "data: {\"type\":\"content_block_delta\",\"delta\":{\"text\":\"secret", "data: <html>",
            "data: 7" })
    void anEventThatIsNoObjectIsMalformed(String event) {
        var fault = VENDOR.streamFault(event + "\n\n");

        assertThat(fault.code()).isEqualTo(REPLY_MALFORMED);
        assertThat(fault.detail()).doesNotContain("secret", "html");
    }

    @Test
    void aDocumentThatIsNoJsonIsMalformed() {
        assertThat(VENDOR.failure(FakeVendor.ok("application/json", "{\"type\":")).fault().code()).isEqualTo(REPLY_MALFORMED);
    }

    @Test
    void aHugeAnswerIsBrokenOff() {
        var huge = "data: {\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"" + "x".repeat(1000)
                + "\"}}\n\n";

        assertThat(VENDOR.streamFault(huge.repeat(200)).code()).isEqualTo(TOO_LARGE);
    }
}
