package org.mcporchestrator.webhook.delivery;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.net.ssl.SSLException;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.mcporchestrator.webhook.DeliveryId;
import org.mcporchestrator.webhook.OutgoingEvent;
import org.mcporchestrator.webhook.Registration;
import org.mcporchestrator.webhook.WebhooksConfig;
import org.mcporchestrator.webhook.signature.Signatures;
import org.mcporchestrator.webhook.target.Target;
import org.mcporchestrator.webhook.target.Targets;
import org.mcporchestrator.workflow.webhook.Secret;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;

/** Makes one attempt at a delivery. Never fails: what goes wrong is the verdict. */
@Singleton
public class Courier {

    /** Connections that still read an answer nobody waits for do not hold up the next deliveries to their host. */
    private static final int CONNECTIONS_PER_DELIVERY = 2;

    private final Targets targets;
    private final Bodies bodies;
    private final WebhooksConfig config;
    private final Clock clock;
    private final Vertx vertx;
    private final HttpClient client;
    private final List<Secret> common;

    @Inject
    Courier(Targets targets, Bodies bodies, WebhooksConfig config, Clock clock, Vertx vertx) {
        this(targets, bodies, config, clock, vertx, new HttpClientOptions());
    }

    Courier(Targets targets, Bodies bodies, WebhooksConfig config, Clock clock, Vertx vertx, HttpClientOptions options) {
        this.targets = targets;
        this.bodies = bodies;
        this.config = config;
        this.clock = clock;
        this.vertx = vertx;
        this.client = vertx.createHttpClient(options
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setConnectTimeout(Math.toIntExact(config.timeout().toMillis())),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS_PER_DELIVERY * config.perHost()));
        this.common = config.secrets().orElse(List.of()).stream().map(String::strip).filter(text -> !text.isEmpty())
                .map(Courier::secret).toList();
    }

    private static Secret secret(String text) {
        if (!Secret.isUsable(text)) {
            throw new ConfigurationException(
                    "orchestrator.webhooks.secrets must be 8 to 256 visible characters of ASCII each, with "
                            + "a key in Base64 behind whsec_ if they begin so");
        }
        return new Secret(text);
    }

    @PreDestroy
    void close() {
        var _ = client.close();
    }

    public Uni<Verdict> deliver(Registration registration, OutgoingEvent event) {
        return Uni.createFrom().deferred(() -> targets.of(registration.webhook().url(), config.timeout()))
                .chain(target -> send(target, registration, event))
                .ifNoItem().after(config.timeout()).recoverWithItem(
                        () -> new Verdict.Failed("no answer within " + config.timeout().toMillis() + " ms"))
                .onFailure().recoverWithItem(Courier::failed);
    }

    private Uni<Verdict> send(Target target, Registration registration, OutgoingEvent event) {
        var id = new DeliveryId(registration.workflow(), event.position());
        var body = bodies.of(registration.workflow(), event, registration.webhook().form());
        var bytes = bodies.bytes(body);
        var headers = Signatures.headers(id, clock.instant(), bytes, body,
                registration.secrets().isEmpty() ? common : registration.secrets());
        headers.put("X-MCP-Task-ID", registration.workflow().value());
        headers.put("X-MCP-Event", event.type());
        return Uni.createFrom().emitter(emitter -> {
            var posting = new Posting(vertx, emitter, config.timeout(), config.maxResponse().asLongValue(), clock);
            emitter.onTermination(posting::abort);
            posting.start(client, request(target, headers), bytes);
        });
    }

    /** The name stays in the Host header and in TLS; the connection goes to the address that was checked. */
    private static RequestOptions request(Target target, Map<String, String> headers) {
        var request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(target.port(), target.address().getHostAddress()))
                .setHost(target.host())
                .setPort(target.port())
                .setSsl(target.secure())
                .setURI(target.resource())
                .setFollowRedirects(false)
                .putHeader("Content-Type", "application/json")
                .putHeader("User-Agent", "mcp-orchestrator");
        headers.forEach(request::putHeader);
        return request;
    }

    /** Names no more than the kind of failure: messages have addresses in them. */
    private static Verdict failed(Throwable failure) {
        return new Verdict.Failed(switch (failure) {
            case Targets.Refused refused -> "the URL " + refused.getMessage();
            case UnknownHostException _ -> "the host name is not known";
            case ConnectException _ -> "the connection was refused";
            case SSLException _ -> "TLS failed: the certificate is not trusted, or not of this name";
            default -> "the connection broke: " + failure.getClass().getSimpleName();
        });
    }

    /** What a status means; redirects are not followed, they would lead where nobody has checked. */
    static Verdict verdict(int status, Optional<Duration> after) {
        if (status >= 200 && status < 300) {
            return new Verdict.Accepted(status);
        }
        if (status == 410) {
            return new Verdict.Gone();
        }
        return new Verdict.Failed("the receiver answered " + status
                + (status >= 300 && status < 400 ? ", and redirects are not followed" : ""), after);
    }
}
