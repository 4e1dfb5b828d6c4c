package org.mcporchestrator.provider.openai;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mcporchestrator.workflow.fault.Fault.Code.KEY_REFUSED;
import static org.mcporchestrator.workflow.fault.Fault.Code.PROVIDER_OVERLOADED;
import static org.mcporchestrator.workflow.fault.Fault.Code.PROVIDER_UNAVAILABLE;
import static org.mcporchestrator.workflow.fault.Fault.Code.REPLY_CUT;
import static org.mcporchestrator.workflow.fault.Fault.Code.REPLY_EMPTY;
import static org.mcporchestrator.workflow.fault.Fault.Code.REPLY_MALFORMED;
import static org.mcporchestrator.workflow.fault.Fault.Code.REQUEST_REFUSED;
import static org.mcporchestrator.workflow.fault.Fault.Code.TOO_LARGE;

import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcporchestrator.provider.http.FakeVendor;
import org.mcporchestrator.provider.http.Settings;
import org.mcporchestrator.workflow.fault.Fault;

/** What goes wrong at a vendor, and which fault it is. */
class RefusalTest {

    private static final FakeVendor VENDOR = OpenAi.fake();

    @AfterAll
    static void close() {
        VENDOR.close();
    }

    @ParameterizedTest
    @CsvSource({ "400,REQUEST_REFUSED", "401,KEY_REFUSED", "403,KEY_REFUSED", "404,REQUEST_REFUSED", "408,PROVIDER_UNAVAILABLE",
            "409,PROVIDER_UNAVAILABLE", "413,REQUEST_REFUSED", "422,REQUEST_REFUSED", "429,PROVIDER_OVERLOADED",
            "503,PROVIDER_UNAVAILABLE", "522,PROVIDER_UNAVAILABLE", "529,PROVIDER_OVERLOADED", "302,REQUEST_REFUSED" })
    void eachStatusHasItsFault(int status, Fault.Code code) {
        var failure = VENDOR.failure(aResponse().withStatus(status).withBody("<html>no</html>"));

        assertThat(failure.fault().code()).isEqualTo(code);
        assertThat(failure.fault().detail()).startsWith("openai answered with HTTP " + status).doesNotContain("html");
        assertThat(failure.retryAfter()).isEmpty();
    }

    /** A gateway in front of the vendor cannot tell whether the vendor has worked on the call. */
    @ParameterizedTest
    @ValueSource(ints = { 500, 502, 504, 520, 524 })
    void whoeverAnswersInsteadOfTheVendorHasLostAnAnswerThatMayBeBilled(int status) {
        var failure = VENDOR.failure(aResponse().withStatus(status).withHeader("Retry-After", "3").withBody("<html>no</html>"));

        assertThat(failure.fault()).isEqualTo(new Fault(REPLY_CUT, "openai answered with HTTP " + status));
        assertThat(failure.fault().code().mayCost()).isTrue();
        assertThat(failure.heals()).isTrue();
        assertThat(failure.retryAfter()).hasValue(Duration.ofSeconds(3));
    }

    @ParameterizedTest
    @CsvSource({ "401,KEY_REFUSED", "429,PROVIDER_OVERLOADED", "500,PROVIDER_UNAVAILABLE", "503,PROVIDER_UNAVAILABLE" })
    void anErrorThatTheVendorTellsItselfIsNotBilled(int status, Fault.Code code) {
        var failure = VENDOR.failure(aResponse().withStatus(status)
                .withBody("{\"error\":{\"message\":\"The server had an error\",\"type\":\"server_error\"}}"));

        assertThat(failure.fault().code()).isEqualTo(code);
        assertThat(failure.fault().code().mayCost()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{\"message\":\"Rate limit reached. Please try again in 1m26.4s.\",\"code\":\"rate_limit_exceeded\"}|86400",
            "{\"message\":\"Please try again in 350ms.\",\"code\":\"rate_limit_exceeded\"}|350",
            "{\"message\":\"Please retry after 20 seconds.\",\"code\":\"429\"}|20000",
            "{\"message\":\"try again in 99999h0s\",\"code\":\"429\"}|",
            "{\"message\":\"try again in 9999h0s\",\"code\":\"429\"}|600000",
            "{\"message\":\"Rate limit of model try again in 9h0s reached. Please try again in 2s.\",\"code\":\"429\"}|2000",
            "{\"message\":\"quota\",\"code\":429,\"details\":[{\"retryDelay\":\"7.5s\"}]}|7500",
            "{\"message\":\"Please try again later\",\"type\":\"overloaded_error\"}|" })
    void anErrorMayNameTheWaitItself(String error, @Nullable Long millis) {
        var wait = Optional.ofNullable(millis).map(Duration::ofMillis);
        var document = "{\"error\":" + error + "}";

        var inStream = VENDOR.failure(VENDOR.streaming("data: " + document + "\n\n"));
        var instead = VENDOR.failure(aResponse().withStatus(429).withBody(document));

        assertThat(inStream.fault().code()).isEqualTo(PROVIDER_OVERLOADED);
        assertThat(inStream.retryAfter()).isEqualTo(wait);
        assertThat(instead.retryAfter()).isEqualTo(wait);
    }

    @ParameterizedTest
    @CsvSource({ "Retry-After,7,7000", "Retry-After,0.25,250", "retry-after-ms,1500,1500",
            "Retry-After,'Fri, 02 Jan 2026 03:05:05 GMT',60000", "Retry-After,'Fri, 02 Jan 2026 03:00:00 GMT',0" })
    void theVendorSaysWhenToComeBack(String header, String value, long millis) {
        assertThat(VENDOR.failure(aResponse().withStatus(429).withHeader(header, value)).retryAfter())
                .hasValue(Duration.ofMillis(millis));
        assertThat(VENDOR.failure(aResponse().withStatus(503).withHeader(header, value)).retryAfter())
                .hasValue(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({ "Retry-After,999999999999", "retry-after-ms,999999999999", "Retry-After,'Fri, 31 Dec 9999 23:59:59 GMT'" })
    void noPauseIsLongerThanADay(String header, String value) {
        assertThat(VENDOR.failure(aResponse().withStatus(429).withHeader(header, value)).retryAfter())
                .hasValue(Duration.ofDays(1));
    }

    @ParameterizedTest
    @ValueSource(strings = { "soon", "-5", "", "1e9", "99999999999999999999" })
    void aWaitThatIsNoneIsIgnored(String value) {
        assertThat(VENDOR.failure(aResponse().withStatus(429).withHeader("Retry-After", value)).retryAfter()).isEmpty();
    }

    /** What a caller wrote, the name of a model for example, is no word of the vendor. */
    @Test
    void aRefusalThatQuotesARequestNamesNoWait() {
        var failure = VENDOR.failure(aResponse().withStatus(404).withBody(
                "{\"error\":{\"message\":\"The model `try again in 9h0s` does not exist\",\"code\":\"model_not_found\"}}"));

        assertThat(failure.fault().code()).isEqualTo(Fault.Code.REQUEST_REFUSED);
        assertThat(failure.retryAfter()).isEmpty();
    }

    @Test
    void aQuotaThatIsUsedUpDoesNotHeal() {
        var failure = VENDOR.failure(aResponse().withStatus(429).withBody(
                """
                        {"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"insufficient_quota"}}"""));

        assertThat(failure.fault()).isEqualTo(
                new Fault(REQUEST_REFUSED, "openai answered with HTTP 429: You exceeded your current quota"));
    }

    @Test
    void anUnknownModelIsToldInTheVendorsWords() {
        var failure = VENDOR.failure(aResponse().withStatus(404).withBody(
                """
                        {"error":{"message":"The model `gpt-9`\\ndoes not\\u0007exist","type":"invalid_request_error","code":"model_not_found"}}"""));

        assertThat(failure.fault()).isEqualTo(
                new Fault(REQUEST_REFUSED, "openai answered with HTTP 404: The model `gpt-9` does not exist"));
    }

    @Test
    void longMessagesAreCut() {
        var failure = VENDOR.failure(aResponse().withStatus(400).withBody("{\"error\":\"" + "x".repeat(5000) + "\"}"));

        assertThat(failure.fault().detail()).hasSize("openai answered with HTTP 400: ".length() + 300);
    }

    @Test
    void aRefusedKeyIsToldWithoutTheKey() {
        var echo = "{\"error\":{\"message\":\"Incorrect API key provided: " + Settings.KEY
                + "\",\"code\":\"invalid_api_key\"}}";

        var refused = VENDOR.failure(aResponse().withStatus(401).withBody(echo));
        var asXai = VENDOR.failure(aResponse().withStatus(400)
                .withBody(
                        "{\"code\":\"Client specified an invalid argument\",\"error\":\"Incorrect API key provided: xa***56\"}"));

        assertThat(refused.fault()).isEqualTo(
                new Fault(KEY_REFUSED, "openai answered with HTTP 401: the key in OPENAI_API_KEY is refused"));
        assertThat(asXai.fault().code()).isEqualTo(KEY_REFUSED);
    }

    @ParameterizedTest
    @ValueSource(ints = { 400, 404, 429, 500 })
    void noMessageContainsTheKey(int status) {
        var failure = VENDOR.failure(aResponse().withStatus(status)
                .withBody("{\"error\":{\"message\":\"bad: Bearer " + Settings.KEY + " or sk-proj-Another_Key-12\"}}"));

        assertThat(failure).hasMessageContaining("bad: Bearer *** or ***");
        assertThat(failure.toString()).doesNotContain(Settings.KEY);
    }

    @Test
    void theProviderDoesNotTellItsKey() {
        assertThat(VENDOR.provider(VENDOR.settings()).toString()).doesNotContain(Settings.KEY).contains("key set");
    }

    @Test
    void aStreamThatBreaksOffIsCut() {
        var half = "data: {\"choices\":[{\"delta\":{\"content\":\"half\"},\"finish_reason\":null}]}\n\n";

        assertThat(VENDOR.streamFault(half).code()).isEqualTo(REPLY_CUT);
        assertThat(VENDOR.streamFault("").code()).isEqualTo(REPLY_CUT);
    }

    @ParameterizedTest
    @ValueSource(strings = { "data: {\"choices\":[{\"delta\":{\"content\":\"secret", "data: <html>", "data: null", "data: 7",
            "data: \"error\"" })
    void aChunkThatIsNoObjectIsMalformed(String chunk) {
        var fault = VENDOR.streamFault(chunk + "\n\ndata: [DONE]\n\n");

        assertThat(fault.code()).isEqualTo(REPLY_MALFORMED);
        assertThat(fault.detail()).doesNotContain("secret", "html");
    }

    @ParameterizedTest
    @ValueSource(strings = { "<html></html>", "{\"choices\":[", "[]", "" })
    void aDocumentThatIsNoObjectIsMalformed(String body) {
        assertThat(VENDOR.failure(FakeVendor.ok("application/json", body)).fault().code()).isEqualTo(REPLY_MALFORMED);
        assertThat(VENDOR.failure(FakeVendor.ok("text/html", body)).fault().code()).isEqualTo(REPLY_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = { "{}", "{\"choices\":[]}", "{\"choices\":[{\"message\":{\"content\":null}}]}",
            "{\"choices\":[{\"message\":{\"content\":\" \\n\"}}]}" })
    void anAnswerWithoutTextIsEmpty(String body) {
        assertThat(VENDOR.failure(FakeVendor.ok("application/json", body)).fault().code()).isEqualTo(REPLY_EMPTY);
    }

    @Test
    void aLimitUsedUpByReasoningIsToldAsSuch() {
        var usedUp = VENDOR.failure(FakeVendor.ok("application/json",
                "{\"choices\":[{\"message\":{\"content\":\"\"},\"finish_reason\":\"length\"}]}"));

        assertThat(VENDOR.streamFault("data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"length\"}]}\n\ndata: [DONE]\n\n"))
                .isEqualTo(new Fault(REPLY_EMPTY, "openai used up the token limit before any text"));
        assertThat(usedUp.fault().code()).isEqualTo(REPLY_EMPTY);
        assertThat(usedUp.heals()).isFalse();
    }

    @Test
    void aModelThatDeclinesHasRefused() {
        assertThat(
                VENDOR.streamFault("data: {\"choices\":[{\"delta\":{\"refusal\":\"I can't\"},\"finish_reason\":\"stop\"}]}\n\n")
                        .code())
                .isEqualTo(REQUEST_REFUSED);
        assertThat(VENDOR
                .streamFault("data: {\"choices\":[{\"delta\":{\"content\":\"x\"},\"finish_reason\":\"content_filter\"}]}\n\n")
                .code()).isEqualTo(REQUEST_REFUSED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{\"message\":\"slow down\",\"code\":\"rate_limit_exceeded\"}|PROVIDER_OVERLOADED",
            "{\"message\":\"busy\",\"type\":\"overloaded_error\"}|PROVIDER_OVERLOADED",
            "{\"message\":\"oops\",\"type\":\"server_error\"}|PROVIDER_UNAVAILABLE",
            "{\"message\":\"no credit\",\"code\":\"insufficient_quota\"}|REQUEST_REFUSED",
            "{\"message\":\"too long\",\"code\":\"context_length_exceeded\"}|REQUEST_REFUSED",
            "{\"message\":\"bad key\",\"code\":\"invalid_api_key\"}|KEY_REFUSED",
            "{\"message\":\"behind\",\"code\":429}|PROVIDER_OVERLOADED",
            "{\"message\":\"behind\",\"code\":400}|REQUEST_REFUSED",
            "{\"message\":\"behind\",\"code\":504}|REPLY_CUT",
            "{\"message\":\"behind\",\"code\":500}|PROVIDER_UNAVAILABLE",
            "\"just text\"|PROVIDER_UNAVAILABLE" })
    void anErrorWithinTheStreamHasItsFault(String error, Fault.Code code) {
        var begun = "data: {\"choices\":[{\"delta\":{\"content\":\"half\"}}]}\n\n";

        assertThat(VENDOR.streamFault(begun + "data: {\"error\":" + error + "}\n\ndata: [DONE]\n\n").code()).isEqualTo(code);
    }

    @Test
    void anErrorMayBeTheDocumentItself() {
        var error = "{\"object\":\"error\",\"message\":\"busy\",\"type\":\"rate_limit_error\",\"code\":429}";

        assertThat(VENDOR.streamFault("data: " + error + "\n\n"))
                .isEqualTo(new Fault(PROVIDER_OVERLOADED, "openai answered with an error within its answer: busy"));
    }

    @Test
    void aHugeAnswerIsBrokenOff() {
        var huge = "data: {\"choices\":[{\"delta\":{\"content\":\"" + "x".repeat(1000) + "\"}}]}\n\n";

        assertThat(VENDOR.streamFault(huge.repeat(200))).isEqualTo(new Fault(TOO_LARGE, "openai sent more than 100000 bytes"));
        assertThat(VENDOR.failure(FakeVendor.ok("application/json", "{\"x\":\"" + "x".repeat(200_000) + "\"}")).fault().code())
                .isEqualTo(TOO_LARGE);
    }

    @Test
    void aHugeErrorIsReadInPart() {
        assertThat(VENDOR.failure(aResponse().withStatus(429).withBody("x".repeat(200_000))).fault().code())
                .isEqualTo(PROVIDER_OVERLOADED);
    }

    @Test
    void aServerThatIsNotThereIsUnavailable() {
        var nobody = VENDOR.provider(Settings.at("http://127.0.0.1:1/v1"));
        var noName = VENDOR.provider(Settings.at("http://no-such-host.invalid/v1"));

        assertThat(VENDOR.failure(nobody).fault().code()).isEqualTo(PROVIDER_UNAVAILABLE);
        assertThat(VENDOR.failure(noName).fault().code()).isEqualTo(PROVIDER_UNAVAILABLE);
    }
}
