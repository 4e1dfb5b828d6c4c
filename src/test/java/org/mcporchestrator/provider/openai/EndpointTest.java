package org.mcporchestrator.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.runtime.configuration.ConfigurationException;

class EndpointTest {

    private static Endpoint endpoint(Vendor vendor, String key, String baseUrl) {
        return Endpoint.of(vendor, new Settings(Optional.of(key), Optional.of(baseUrl), Optional.empty(), 1, 1));
    }

    @Test
    void aVendorHasItsOwnPlaceAndModel() {
        var xai = endpoint(Vendor.XAI, "key", "");

        assertThat(xai.url()).hasToString("https://api.x.ai/v1/chat/completions");
        assertThat(xai.model()).isEqualTo("grok-4");
        assertThat(endpoint(Vendor.OPENAI, "key", "").url()).hasToString("https://api.openai.com/v1/chat/completions");
    }

    @ParameterizedTest
    @CsvSource({ "http://localhost:11434/v1,http://localhost:11434/v1/chat/completions",
            "https://gateway.example/a/b//,https://gateway.example/a/b/chat/completions",
            "http://[::1]:8080,http://[::1]:8080/chat/completions" })
    void aPlaceOfOnesOwnMayHaveAPath(String base, String url) {
        assertThat(endpoint(Vendor.OPENAI, "", base).url()).hasToString(url);
    }

    @ParameterizedTest
    @ValueSource(strings = { "localhost:11434", "ftp://host/v1", "https://", "https://user:pass@host/v1",
            "https://host/v1?x=1" })
    void anotherAddressIsRefusedAndNotRepeated(String base) {
        assertThatThrownBy(() -> endpoint(Vendor.OPENAI, "", base)).isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("orchestrator.provider.openai.base-url").hasMessageNotContaining("pass");
    }

    @Test
    void aKeyOrAPlaceOfOnesOwnConfiguresIt() {
        assertThat(endpoint(Vendor.XAI, " ", "").configured()).isFalse();
        assertThat(endpoint(Vendor.XAI, "key", "").configured()).isTrue();
        assertThat(endpoint(Vendor.XAI, "", "http://localhost/v1").configured()).isTrue();
    }

    @Test
    void itDoesNotTellItsKey() {
        assertThat(endpoint(Vendor.XAI, "secret", "").toString()).doesNotContain("secret").contains("key set");
    }
}
