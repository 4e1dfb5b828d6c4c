package org.mcporchestrator.ops.tracing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.eclipse.microprofile.config.spi.ConfigSource;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.PropertiesConfigSource;

/**
 * Turns tracing on if somebody says where traces go, by the variables of the OpenTelemetry specification ("OpenTelemetry
 * Protocol Exporter"). Otherwise there is no SDK, no exporter and no connection: Quarkus by itself would look for a collector
 * on this host. Its own properties {@code quarkus.otel.*} go before, if they are set.
 */
public final class TracingSwitch implements ConfigSourceFactory {

    /** Above {@code application.properties}, below every file, variable and system property of an operator. */
    private static final int ORDINAL = 255;
    private static final String ENDPOINT = "exporter.otlp.endpoint";
    private static final String TRACES_ENDPOINT = "exporter.otlp.traces.endpoint";
    private static final String PROTOCOL = "exporter.otlp.protocol";
    private static final String DISABLED = "sdk.disabled";
    private static final List<String> TAKEN_OVER = List.of(ENDPOINT, TRACES_ENDPOINT, PROTOCOL, "exporter.otlp.headers",
            "service.name", "resource.attributes");

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        var values = new HashMap<String, String>();
        TAKEN_OVER.forEach(name -> given(context, name).ifPresent(value -> values.put("quarkus.otel." + name, value)));
        var somewhere = given(context, ENDPOINT).or(() -> given(context, TRACES_ENDPOINT)).isPresent();
        var off = !somewhere || given(context, DISABLED).filter("true"::equalsIgnoreCase).isPresent();
        values.put("quarkus.otel." + DISABLED, String.valueOf(off));
        // the default of the specification; that of Quarkus is grpc
        values.putIfAbsent("quarkus.otel." + PROTOCOL, "http/protobuf");
        return List.of(new PropertiesConfigSource(Map.copyOf(values), "tracing", ORDINAL));
    }

    /** A variable that is set but empty counts as not set, as the specification says. */
    private static Optional<String> given(ConfigSourceContext context, String name) {
        return Optional.ofNullable(context.getValue("otel." + name))
                .flatMap(value -> Optional.ofNullable(value.getValue()))
                .filter(value -> !value.isBlank());
    }
}
