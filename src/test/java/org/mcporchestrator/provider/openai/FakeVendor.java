package org.mcporchestrator.provider.openai;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;

import org.mcporchestrator.agent.ModelCall;
import org.mcporchestrator.agent.Prompt;
import org.mcporchestrator.agent.Provider;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;

import io.vertx.core.Vertx;

/** A vendor that answers every call as a test tells it. */
final class FakeVendor implements AutoCloseable {

    static final String PATH = "/v1/chat/completions";
    static final Duration SOON = Duration.ofSeconds(10);

    final WireMockServer server = new WireMockServer(WireMockConfiguration.options().dynamicPort());
    final Vertx vertx = Vertx.vertx();

    FakeVendor() {
        server.start();
    }

    static ResponseDefinitionBuilder ok(String type, String body) {
        return aResponse().withHeader("Content-Type", type).withBody(body);
    }

    Settings settings() {
        return Settings.at(server.baseUrl() + "/v1/");
    }

    Provider answering(ResponseDefinitionBuilder response) {
        server.resetAll();
        server.stubFor(post(urlEqualTo(PATH)).willReturn(response));
        return settings().provider(vertx);
    }

    Provider streaming(String body) {
        return answering(ok("text/event-stream; charset=utf-8", body));
    }

    FaultException failure(ResponseDefinitionBuilder response) {
        return failure(answering(response));
    }

    Fault streamFault(String body) {
        return failure(streaming(body)).fault();
    }

    FaultException failure(Provider provider) {
        var call = new ModelCall(new Prompt("You answer.", "Task: why is the sky blue?"), "some-model", 0.5, 100, SOON);
        return catchThrowableOfType(FaultException.class, () -> provider.complete(call).await().atMost(SOON));
    }

    @Override
    public void close() {
        server.stop();
        RawServer.soon(vertx.close().toCompletionStage().toCompletableFuture());
    }
}
