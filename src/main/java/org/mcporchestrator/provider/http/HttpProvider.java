package org.mcporchestrator.provider.http;

import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.mcporchestrator.agent.Capacity;
import org.mcporchestrator.agent.Listener;
import org.mcporchestrator.agent.ModelCall;
import org.mcporchestrator.agent.Provider;
import org.mcporchestrator.agent.Reply;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;

/** Calls one vendor over HTTP, each answer as a stream so that it can be broken off at any time. */
public final class HttpProvider implements Provider {

    private final Vendor vendor;
    private final Endpoint endpoint;
    private final WireFormat format;
    private final VendorsConfig.Access access;
    private final Vertx vertx;
    private final HttpClient client;
    private final Refusal refusal;
    private final ObjectMapper json;

    /**
     * @throws io.quarkus.runtime.configuration.ConfigurationException if the base URL is none of http or https
     */
    public HttpProvider(Vendor vendor, WireFormat format, VendorsConfig.Access access, Vertx vertx, ObjectMapper json,
            Clock clock) {
        this.vendor = vendor;
        this.endpoint = Endpoint.of(vendor, format.path(), access);
        this.format = format;
        this.access = access;
        this.vertx = vertx;
        this.client = vertx.createHttpClient(options(access), new PoolOptions().setHttp1MaxSize(access.connections()));
        this.refusal = new Refusal(endpoint, clock);
        this.json = json;
    }

    private static HttpClientOptions options(VendorsConfig.Access access) {
        return new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setKeepAlive(true)
                .setDecompressionSupported(true)
                .setConnectTimeout(Math.toIntExact(access.connectTimeout().toMillis()))
                .setIdleTimeout(Math.toIntExact(access.idleTimeout().toSeconds()));
    }

    @Override
    public String name() {
        return vendor.name();
    }

    @Override
    public boolean configured() {
        return endpoint.configured();
    }

    @Override
    public Optional<String> notice() {
        return endpoint.notice();
    }

    @Override
    public String variable() {
        return vendor.variable();
    }

    @Override
    public String defaultModel() {
        return endpoint.model();
    }

    @Override
    public List<String> models() {
        return Stream.concat(Stream.of(endpoint.model()), vendor.models().stream()).distinct().toList();
    }

    @Override
    public Capacity capacity() {
        return new Capacity(access.connections(), access.tokensPerMinute());
    }

    @Override
    public Optional<BigDecimal> flatPrice() {
        return format.flatPrice();
    }

    @Override
    public int room(String model) {
        return format.room(model);
    }

    @Override
    public boolean simulated() {
        return false;
    }

    @Override
    public Uni<Reply> complete(ModelCall call) {
        return Listener.to(listener -> complete(call, listener));
    }

    private Uni<Reply> complete(ModelCall call, Listener listener) {
        return Uni.createFrom().<Reply> emitter(emitter -> {
            var exchange = new Exchange(vertx.getOrCreateContext(), emitter, access.maxReply().asLongValue(), name(),
                    response -> AnswerReader.of(response, format.answer(call, listener), refusal, json));
            emitter.onTermination(exchange::abort);
            exchange.start(client, request(), format.body(call));
        }).ifNoItem().after(call.timeout()).failWith(() -> timedOut(call));
    }

    private RequestOptions request() {
        var request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(endpoint.url().toString())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.ACCEPT, "text/event-stream, application/json")
                .putHeader(HttpHeaders.USER_AGENT, "mcp-orchestrator");
        format.describe(request.getHeaders());
        endpoint.key().ifPresent(key -> format.authorise(request.getHeaders(), key));
        return request;
    }

    private FaultException timedOut(ModelCall call) {
        return new FaultException(Fault.Code.AGENT_TIMED_OUT,
                name() + " did not answer within " + call.timeout().toMillis() + " ms");
    }

    @Override
    public String toString() {
        return endpoint.toString();
    }
}
