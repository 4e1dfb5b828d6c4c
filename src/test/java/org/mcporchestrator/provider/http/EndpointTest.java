package org.mcporchestrator.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.runtime.configuration.ConfigurationException;

class EndpointTest {

    private static final Vendor XAI = new Vendor("xai", "XAI_API_KEY", "https://api.x.ai/v1", List.of("grok-4"));
    private static final Vendor OPENAI = new Vendor("openai", "OPENAI_API_KEY", "https://api.openai.com/v1",
            List.of("gpt-4.1"));

    private static Endpoint endpoint(Vendor vendor, String key, String baseUrl) {
        return endpoint(vendor, key, baseUrl, "");
    }

    private static Endpoint endpoint(Vendor vendor, String key, String baseUrl, String host) {
        return Endpoint.of(vendor, "/chat/completions",
                new Settings(Optional.of(key), Optional.of(baseUrl), Optional.of(host), Optional.empty(), 1, 1));
    }

    @ParameterizedTest
    @CsvSource({ "localhost,http://localhost:11434/v1", "gpu-box:8080,http://gpu-box:8080/v1",
            "http://10.0.0.7:11434/,http://10.0.0.7:11434/v1", "https://models.example,https://models.example/v1",
            "0.0.0.0,http://127.0.0.1:11434/v1", "0.0.0.0:9000,http://127.0.0.1:9000/v1",
            "[::]:11434,http://127.0.0.1:11434/v1", "[::1],http://[::1]:11434/v1" })
    void aHostIsTakenAsOllamaTakesIt(String host, String base) {
        var endpoint = endpoint(OPENAI, "", "", host);

        assertThat(endpoint.url()).hasToString(base + "/chat/completions");
        assertThat(endpoint.configured()).isTrue();
        assertThat(endpoint(OPENAI, "", "http://first/v1", host).url()).hasToString("http://first/v1/chat/completions");
    }

    @Test
    void aVendorHasItsOwnPlaceAndModel() {
        var xai = endpoint(XAI, "key", "");

        assertThat(xai.url()).hasToString("https://api.x.ai/v1/chat/completions");
        assertThat(xai.model()).isEqualTo("grok-4");
        assertThat(endpoint(OPENAI, "key", "").url()).hasToString("https://api.openai.com/v1/chat/completions");
    }

    @ParameterizedTest
    @CsvSource({ "http://localhost:11434/v1,http://localhost:11434/v1/chat/completions",
            "https://gateway.example/a/b//,https://gateway.example/a/b/chat/completions",
            "http://[::1]:8080,http://[::1]:8080/chat/completions" })
    void aPlaceOfOnesOwnMayHaveAPath(String base, String url) {
        assertThat(endpoint(OPENAI, "", base).url()).hasToString(url);
    }

    @ParameterizedTest
    @ValueSource(strings = { "localhost:11434", "ftp://host/v1", "https://", "https://user:pass@host/v1",
            "https://host/v1?x=1" })
    void anotherAddressIsRefusedAndNotRepeated(String base) {
        assertThatThrownBy(() -> endpoint(OPENAI, "", base)).isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("orchestrator.provider.openai.base-url").hasMessageNotContaining("pass");
    }

    @Test
    void aKeyOrAPlaceOfOnesOwnConfiguresIt() {
        assertThat(endpoint(XAI, " ", "").configured()).isFalse();
        assertThat(endpoint(XAI, "key", "").configured()).isTrue();
        assertThat(endpoint(XAI, "", "http://localhost/v1").configured()).isTrue();
    }

    @Test
    void aKeyIsNotEnoughWhereTheVendorHasEndedTheFormat() {
        var ended = new Vendor("past", "PAST_BASE_URL", "https://past.example", List.of("old"), Optional.of("it is over"));

        assertThat(endpoint(ended, "KEY", "")).satisfies(endpoint -> {
            assertThat(endpoint.configured()).isFalse();
            assertThat(endpoint.notice()).hasValue("it is over");
        });
        assertThat(endpoint(ended, "KEY", "https://gateway.example")).satisfies(endpoint -> {
            assertThat(endpoint.configured()).isTrue();
            assertThat(endpoint.notice()).isEmpty();
        });
        assertThat(endpoint(ended, "", "").notice()).isEmpty();
        assertThat(endpoint(XAI, "KEY", "").notice()).isEmpty();
    }

    @Test
    void itDoesNotTellItsKey() {
        assertThat(endpoint(XAI, "secret", "").toString()).doesNotContain("secret").contains("key set");
    }
}
