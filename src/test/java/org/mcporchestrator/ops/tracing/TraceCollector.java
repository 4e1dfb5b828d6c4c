package org.mcporchestrator.ops.tracing;

import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

import com.github.tomakehurst.wiremock.WireMockServer;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/** Takes all traces that it is sent over HTTP. */
public final class TraceCollector implements QuarkusTestResourceLifecycleManager {

    private static final WireMockServer SERVER = new WireMockServer(options().dynamicPort());

    @Override
    public Map<String, String> start() {
        SERVER.start();
        SERVER.stubFor(post(urlEqualTo("/v1/traces")).willReturn(ok()));
        return Map.of("otel.exporter.otlp.endpoint", SERVER.baseUrl(), "quarkus.otel.bsp.schedule.delay", "100ms");
    }

    @Override
    public void stop() {
        SERVER.stop();
    }

    /** Everything that came in; texts are as they are in protobuf. */
    static String received() {
        return SERVER.findAll(postRequestedFor(urlEqualTo("/v1/traces"))).stream()
                .map(request -> new String(request.getBody(), StandardCharsets.ISO_8859_1)).collect(Collectors.joining());
    }
}
