package org.mcporchestrator.ops.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import org.junit.jupiter.api.Test;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;

class TracingSwitchTest {

    @Test
    void withoutAnEndpointThereIsNoTracing() {
        assertThat(off(Map.of())).isTrue();
        assertThat(off(Map.of("otel.exporter.otlp.endpoint", " "))).isTrue();
        assertThat(off(Map.of("otel.service.name", "mine"))).isTrue();
    }

    @Test
    void anEndpointTurnsItOn() {
        assertThat(off(Map.of("otel.exporter.otlp.endpoint", "http://collector:4318"))).isFalse();
        assertThat(off(Map.of("otel.exporter.otlp.traces.endpoint", "http://collector:4318/v1/traces"))).isFalse();
    }

    @Test
    void theSdkCanBeTurnedOffAllTheSame() {
        assertThat(off(Map.of("otel.exporter.otlp.endpoint", "http://collector:4318", "otel.sdk.disabled", "TRUE"))).isTrue();
    }

    @Test
    void theVariablesOfTheSpecificationAreUnderstood() {
        var given = Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4317", "OTEL_EXPORTER_OTLP_PROTOCOL", "grpc",
                "OTEL_EXPORTER_OTLP_HEADERS", "key=1", "OTEL_SERVICE_NAME", "mine");
        var config = new SmallRyeConfigBuilder()
                .withSources(new EnvConfigSource(given, 300)).withSources(new TracingSwitch()).build();

        assertThat(config.getValue("quarkus.otel.sdk.disabled", Boolean.class)).isFalse();
        assertThat(config.getRawValue("quarkus.otel.exporter.otlp.endpoint")).isEqualTo("http://collector:4317");
        assertThat(config.getRawValue("quarkus.otel.exporter.otlp.protocol")).isEqualTo("grpc");
        assertThat(config.getRawValue("quarkus.otel.exporter.otlp.headers")).isEqualTo("key=1");
        assertThat(config.getRawValue("quarkus.otel.service.name")).isEqualTo("mine");
    }

    @Test
    void theProtocolIsThatOfTheSpecificationUnlessOneIsNamed() {
        assertThat(config(Map.of()).getRawValue("quarkus.otel.exporter.otlp.protocol")).isEqualTo("http/protobuf");
    }

    private static boolean off(Map<String, String> given) {
        return config(given).getValue("quarkus.otel.sdk.disabled", Boolean.class);
    }

    private static SmallRyeConfig config(Map<String, String> given) {
        return new SmallRyeConfigBuilder().withSources(new PropertiesConfigSource(given, "given", 400))
                .withSources(new TracingSwitch()).build();
    }
}
