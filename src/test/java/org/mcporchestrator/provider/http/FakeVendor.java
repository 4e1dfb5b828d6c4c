package org.mcporchestrator.provider.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;

import org.mcporchestrator.agent.Listener;
import org.mcporchestrator.agent.ModelCall;
import org.mcporchestrator.agent.Prompt;
import org.mcporchestrator.agent.Provider;
import org.mcporchestrator.agent.Reply;
import org.mcporchestrator.agent.cost.TokenCount;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;

import io.vertx.core.Vertx;

/** A vendor that answers every call as a test tells it, in the wire format of the test. */
public final class FakeVendor implements AutoCloseable {

    public static final Duration SOON = Duration.ofSeconds(10);

    public final WireMockServer server = new WireMockServer(WireMockConfiguration.options().dynamicPort());
    public final Vertx vertx = Vertx.vertx();

    private final String base;
    private final Vendor vendor;
    private final WireFormat format;

    /** @param base path of the vendor's base URL, such as {@code /v1} */
    public FakeVendor(String base, Vendor vendor, WireFormat format) {
        this.base = base;
        this.vendor = vendor;
        this.format = format;
        server.start();
    }

    public static ResponseDefinitionBuilder ok(String type, String body) {
        return aResponse().withHeader("Content-Type", type).withBody(body);
    }

    public Settings settings() {
        return Settings.at(server.baseUrl() + base + "/");
    }

    public HttpProvider provider(Settings settings) {
        return settings.provider(vendor, format, vertx);
    }

    public Provider answering(ResponseDefinitionBuilder response) {
        server.resetAll();
        server.stubFor(post(urlEqualTo(base + format.path())).willReturn(response));
        return provider(settings());
    }

    public Provider streaming(String body) {
        return answering(ok("text/event-stream; charset=utf-8", body));
    }

    public FaultException failure(ResponseDefinitionBuilder response) {
        return failure(answering(response));
    }

    /** What is known of the tokens of a call at the end of it, however that is. */
    public TokenCount counted(Provider provider) {
        var count = new TokenCount();
        var call = new ModelCall(new Prompt("You answer.", "Task: why is the sky blue?"), "some-model", 0.5, 100, SOON);
        Listener.during(provider.complete(call), count).onItemOrFailure().transform((_, _) -> count).await().atMost(SOON);
        return count;
    }

    public Fault streamFault(String body) {
        return failure(streaming(body)).fault();
    }

    public FaultException failure(Provider provider) {
        return catchThrowableOfType(FaultException.class, () -> reply(provider));
    }

    public Reply reply(Provider provider) {
        var call = new ModelCall(new Prompt("You answer.", "Task: why is the sky blue?"), "some-model", 0.5, 100, SOON);
        return provider.complete(call).await().atMost(SOON);
    }

    @Override
    public void close() {
        server.stop();
        RawServer.soon(vertx.close().toCompletionStage().toCompletableFuture());
    }
}
