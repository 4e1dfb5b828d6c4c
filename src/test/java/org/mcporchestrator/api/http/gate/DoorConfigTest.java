package org.mcporchestrator.api.http.gate;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcporchestrator.api.http.Problems;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@Tag("application")
class DoorConfigTest {

    @Inject
    Problems problems;

    @TempDir
    Path directory;

    record Settings(Optional<String> apiKey, Optional<Path> apiKeyFile, boolean insecure,
            String host) implements DoorConfig {}

    @ParameterizedTest
    @ValueSource(strings = { "0.0.0.0", "::", "192.168.1.5", "example.org", "127.evil.example" })
    void aServerOnANetworkDoesNotStartWithoutAKey(String host) {
        assertThatThrownBy(() -> door(new Settings(Optional.empty(), Optional.empty(), false, host)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("ORCHESTRATOR_API_KEY").hasMessageContaining("ORCHESTRATOR_INSECURE")
                .hasMessageContaining(host);
        assertThatCode(() -> door(new Settings(Optional.empty(), Optional.empty(), true, host))).doesNotThrowAnyException();
        assertThatCode(() -> door(new Settings(Optional.of("key"), Optional.empty(), false, host))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = { "127.0.0.1", "localhost", "::1", "[::1]", "127.1.2.3" })
    void aServerOnTheLoopbackNeedsNoKey(String host) {
        assertThatCode(() -> door(new Settings(Optional.empty(), Optional.empty(), false, host))).doesNotThrowAnyException();
    }

    @Test
    void theKeyMayBeInAFile() throws Exception {
        var file = Files.writeString(directory.resolve("key"), "secret\n");

        assertThatCode(() -> door(new Settings(Optional.empty(), Optional.of(file), false, "0.0.0.0")))
                .doesNotThrowAnyException();
    }

    @Test
    void aFileWithoutAKeyStopsTheStart() throws Exception {
        var empty = Files.writeString(directory.resolve("empty"), " \n");

        assertThatThrownBy(() -> door(new Settings(Optional.empty(), Optional.of(empty), false, "127.0.0.1")))
                .isInstanceOf(ConfigurationException.class).hasMessageContaining("empty");
        assertThatThrownBy(
                () -> door(new Settings(Optional.empty(), Optional.of(directory.resolve("none")), false, "127.0.0.1")))
                .isInstanceOf(ConfigurationException.class).hasMessageContaining("cannot be read");
    }

    private Door door(Settings settings) {
        return new Door(settings, problems);
    }
}
