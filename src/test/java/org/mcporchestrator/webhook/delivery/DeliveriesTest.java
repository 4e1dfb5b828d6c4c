package org.mcporchestrator.webhook.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mcporchestrator.TestClock;
import org.mcporchestrator.TestMapper;
import org.mcporchestrator.journal.Claim;
import org.mcporchestrator.journal.Journal.Creation;
import org.mcporchestrator.journal.JournalFixture;
import org.mcporchestrator.journal.Lease;
import org.mcporchestrator.journal.Owner;
import org.mcporchestrator.journal.retention.RetentionConfig;
import org.mcporchestrator.memory.MemoryJournal;
import org.mcporchestrator.memory.webhook.MemoryWebhooks;
import org.mcporchestrator.webhook.KnownWebhooks;
import org.mcporchestrator.webhook.Registration;
import org.mcporchestrator.webhook.WebhookSettings;
import org.mcporchestrator.webhook.WebhookStore;
import org.mcporchestrator.webhook.Webhooks;
import org.mcporchestrator.webhook.target.Names;
import org.mcporchestrator.webhook.target.TargetPolicy;
import org.mcporchestrator.webhook.target.Targets;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.webhook.Secret;
import org.mcporchestrator.workflow.webhook.Webhook;
import org.mcporchestrator.workflow.webhook.Webhook.Form;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.PfxOptions;

/** Deliveries to real receivers: what they get, and what becomes of it when they fail. */
class DeliveriesTest {

    private static final Secret SECRET = new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    private static final String PASSWORD = "changeit";

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final TestClock clock = new TestClock();
    private final MemoryJournal journal = new MemoryJournal(clock, retention());
    private final MemoryWebhooks store = new MemoryWebhooks(journal, TestMapper.create(), clock);
    private final List<AutoCloseable> open = new ArrayList<>();
    private final AtomicInteger lookUps = new AtomicInteger();
    private Courier courier;
    private Deliveries deliveries;
    private Receiver receiver;

    private static RetentionConfig retention() {
        return new RetentionConfig() {

            @Override
            public Duration age() {
                return Duration.ofDays(7);
            }

            @Override
            public Duration idempotencyKeys() {
                return Duration.ofHours(24);
            }

            @Override
            public int maxResults() {
                return 100;
            }

            @Override
            public MemorySize maxBytes() {
                return new MemorySize(BigInteger.ZERO);
            }
        };
    }

    @BeforeEach
    void start() {
        receiver = receiver();
        begin("127.0.0.1");
    }

    private Receiver receiver() {
        var started = new Receiver(vertx, 0);
        open.add(started);
        return started;
    }

    private void begin(String... allowed) {
        begin(new HttpClientOptions(), allowed);
    }

    private void begin(HttpClientOptions options, String... allowed) {
        if (deliveries != null) {
            deliveries.stop(new ShutdownEvent());
        }
        var settings = new WebhookSettings();
        Names names = (host, _) -> {
            lookUps.incrementAndGet();
            return Uni.createFrom().item(List.of(InetAddress.ofLiteral(host.endsWith(".example") ? "127.0.0.1" : host)));
        };
        courier = new Courier(new Targets(new TargetPolicy(List.of(allowed)), names), new Bodies(TestMapper.create()), settings,
                clock, vertx, options);
        deliveries = new Deliveries(store, new KnownWebhooks(store, journal, settings, clock), new Ledger(store, settings),
                courier, settings,
                clock);
        deliveries.start(new StartupEvent());
    }

    @AfterEach
    void stop() throws Exception {
        deliveries.stop(new ShutdownEvent());
        for (var each : open) {
            each.close();
        }
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private Claim workflow(int number, int events) {
        var created = journal.create(JournalFixture.submission(number),
                Optional.of(new Lease(new Owner("ann"), Duration.ofHours(1)))).await().indefinitely();
        var claim = ((Creation.Claimed) created).claim();
        append(claim, 1, events);
        return claim;
    }

    private void append(Claim claim, int first, int count) {
        var _ = journal.append(claim, JournalFixture.events(claim, first, count)).await().indefinitely();
    }

    private void register(WorkflowId id, String url) {
        register(id, new Webhook(URI.create(url), List.of(), Optional.of(SECRET), Form.FLAT));
    }

    private void register(WorkflowId id, Webhook webhook) {
        var _ = store.register(id, webhook, Duration.ofHours(1)).await().indefinitely();
    }

    private Registration registration(WorkflowId id) {
        return store.find(id).await().indefinitely().orElseThrow();
    }

    /** Waits while the clock goes on, a second each time it looks. */
    private void inTime(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(10)).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5)).until(() -> {
            clock.pass(Duration.ofSeconds(1));
            return condition.call();
        });
    }

    private static void at(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(10)).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5)).until(condition);
    }

    private static String standard(Receiver.Request request) throws Exception {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), "HmacSHA256"));
        mac.update((request.header("webhook-id") + "." + request.header("webhook-timestamp") + ".")
                .getBytes(StandardCharsets.UTF_8));
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(request.body()));
    }

    @Test
    void eventsArriveInOrderSignedAndWithTheirNames() throws Exception {
        var claim = workflow(1, 2);
        register(claim.id(), receiver.url());
        at(() -> receiver.received().size() == 2);
        append(claim, 3, 2);
        at(() -> receiver.received().size() == 4);

        assertThat(receiver.positions()).containsExactly("1-1", "1-2", "1-3", "1-4");
        var first = receiver.received().getFirst();
        assertThat(first.json().toString()).isEqualTo("""
                {"type":"iteration_start","event":"iteration_start","task_id":"%s","position":"1-1",\
                "timestamp":"1970-01-01T00:00:01Z","data":{"iteration":1}}""".formatted(claim.id()));
        assertThat(first.header("webhook-id")).isEqualTo(claim.id() + "_1-1");
        assertThat(first.header("webhook-signature")).isEqualTo(standard(first));
        assertThat(first.header("X-MCP-Task-ID")).isEqualTo(claim.id().value());
        assertThat(first.header("X-MCP-Event")).isEqualTo("iteration_start");
        assertThat(first.header("Content-Type")).isEqualTo("application/json");
    }

    @Test
    void receiversOfTheFirstRoutesGetTheEventAsAnObject() {
        var claim = workflow(1, 1);
        register(claim.id(), new Webhook(URI.create(receiver.url()), List.of(), Optional.empty(), Form.NESTED));
        at(() -> receiver.received().size() == 1);

        assertThat(receiver.received().getFirst().json().toString()).isEqualTo("""
                {"task_id":"%1$s","event":{"task_id":"%1$s","timestamp":"1970-01-01T00:00:01Z","data":{"iteration":1},\
                "event_type":"iteration_start"},"timestamp":"1970-01-01T00:00:01Z"}""".formatted(claim.id()));
        assertThat(receiver.received().getFirst().header("webhook-signature")).as("signed by the server's own").isNotEmpty();
    }

    @Test
    void everythingArrivesAtAReceiverThatWasAway() throws Exception {
        var port = freePort();
        var claim = workflow(1, 3);
        register(claim.id(), "http://127.0.0.1:" + port + "/");
        inTime(() -> registration(claim.id()).progress().attempts() >= 2);
        assertThat(registration(claim.id()).progress().error()).contains("the connection was refused");

        var late = new Receiver(vertx, port);
        open.add(late);
        inTime(() -> late.received().size() == 3);

        assertThat(late.positions()).containsExactly("1-1", "1-2", "1-3");
    }

    @Test
    void attemptAfterAFailureHasTheSameIdAndBodyAndANewSignature() throws Exception {
        receiver.answering((request, number) -> Receiver.status(request, number < 3 ? 500 : 200));
        var claim = workflow(1, 1);
        register(claim.id(), receiver.url());
        inTime(() -> receiver.received().size() == 3);

        var attempts = receiver.received();
        assertThat(attempts).extracting(attempt -> attempt.header("webhook-id")).containsOnly(claim.id() + "_1-1");
        assertThat(attempts).extracting(attempt -> new String(attempt.body(), StandardCharsets.UTF_8)).containsOnly(
                new String(attempts.getFirst().body(), StandardCharsets.UTF_8));
        assertThat(attempts).extracting(attempt -> attempt.header("webhook-timestamp")).doesNotHaveDuplicates();
        for (var attempt : attempts) {
            assertThat(attempt.header("webhook-signature")).isEqualTo(standard(attempt));
        }
    }

    @Test
    void slowReceiverHoldsUpNoOther() {
        var slow = receiver().answering((_, _) -> {
        });
        for (var number = 1; number <= 4; number++) {
            register(workflow(number, 2).id(), slow.url());
        }
        at(() -> slow.received().size() == 2);
        var claim = workflow(9, 3);
        register(claim.id(), receiver.url());

        at(() -> receiver.received().size() == 3);

        assertThat(receiver.positions()).containsExactly("1-1", "1-2", "1-3");
        at(() -> registration(JournalFixture.id(1)).progress().error().isPresent()
                || registration(JournalFixture.id(2)).progress().error().isPresent());
    }

    /** A store that has lost its data, and does not answer when it is told what it lacks. */
    @Test
    void whatWasClaimedIsDeliveredBeforeTheStoreIsToldWhatItLacks() {
        deliveries.stop(new ShutdownEvent());
        var claim = workflow(1, 2);
        register(claim.id(), receiver.url());
        var forgetful = new AtomicInteger();
        var slow = (WebhookStore) Proxy.newProxyInstance(WebhookStore.class.getClassLoader(),
                new Class<?>[] { WebhookStore.class }, (_, method, arguments) -> switch (method.getName()) {
                    case "restore" -> Uni.createFrom().nothing().onSubscription().invoke(forgetful::incrementAndGet);
                    case "claim" -> store.claim((Duration) arguments[0], (WebhookStore.Capacity) arguments[1])
                            .map(taken -> new WebhookStore.Taken("other data", taken.assignments(), 0));
                    default -> method.invoke(store, arguments);
                });
        var settings = new WebhookSettings();
        var known = new KnownWebhooks(slow, journal, settings, clock);
        new Webhooks(slow, known, journal, new Targets(new TargetPolicy(List.of()), (_, _) -> Uni.createFrom().nothing()),
                settings)
                .begun(claim.id(), new Webhook(URI.create(receiver.url()), List.of(), Optional.empty(), Form.FLAT));
        var _ = known.remind("these data").await().indefinitely();
        deliveries = new Deliveries(slow, known, new Ledger(slow, settings), courier, settings, clock);

        deliveries.start(new StartupEvent());

        at(() -> receiver.received().size() == 2);
        at(() -> forgetful.get() == 1);
    }

    @Test
    void claimsThatFailAreToldOnceUntilOneSucceeds() {
        deliveries.stop(new ShutdownEvent());
        var claims = new AtomicInteger();
        var failing = (WebhookStore) Proxy.newProxyInstance(WebhookStore.class.getClassLoader(),
                new Class<?>[] { WebhookStore.class }, (_, method, arguments) -> switch (method.getName()) {
                    case "claim" -> claims.incrementAndGet() % 4 == 0
                            ? store.claim((Duration) arguments[0], (WebhookStore.Capacity) arguments[1])
                            : Uni.createFrom().failure(new IllegalStateException("damaged"));
                    default -> method.invoke(store, arguments);
                });
        var settings = new WebhookSettings();
        var told = new CopyOnWriteArrayList<LogRecord>();
        var listener = listener(told);
        var log = Logger.getLogger(Deliveries.class.getName());
        log.addHandler(listener);
        deliveries = new Deliveries(failing, new KnownWebhooks(failing, journal, settings, clock),
                new Ledger(failing, settings),
                courier, settings, clock);

        deliveries.start(new StartupEvent());
        at(() -> claims.get() >= 8);
        deliveries.stop(new ShutdownEvent());

        log.removeHandler(listener);
        var warnings = told.stream().filter(line -> line.getLevel().intValue() >= Level.WARNING.intValue()).toList();
        assertThat(warnings).hasSizeBetween(2, 1 + claims.get() / 4);
        assertThat(warnings).allMatch(line -> line.getMessage().startsWith("no webhooks taken"));
    }

    private static Handler listener(List<LogRecord> told) {
        return new Handler() {

            @Override
            public void publish(LogRecord line) {
                told.add(line);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    @Test
    void redirectIsNotFollowed() {
        var inside = receiver();
        receiver.answering((request, _) -> {
            request.response().putHeader("Location", inside.url());
            Receiver.status(request, 307);
        });
        var claim = workflow(1, 1);
        register(claim.id(), receiver.url());

        at(() -> registration(claim.id()).progress().error().isPresent());

        assertThat(registration(claim.id()).progress().error())
                .contains("the receiver answered 307, and redirects are not followed");
        assertThat(inside.received()).isEmpty();
    }

    @Test
    void receiverThatSaysItIsGoneGetsNothingMore() {
        receiver.answering((request, _) -> Receiver.status(request, 410));
        var claim = workflow(1, 2);
        register(claim.id(), receiver.url());

        at(() -> registration(claim.id()).progress().state() == Registration.State.DISABLED);

        assertThat(receiver.positions()).containsExactly("1-1");
    }

    @Test
    void pauseThatTheReceiverAsksForIsKept() {
        receiver.answering((request, number) -> {
            request.response().putHeader("Retry-After", "3600");
            Receiver.status(request, number == 1 ? 503 : 200);
        });
        var claim = workflow(1, 1);
        register(claim.id(), receiver.url());
        at(() -> registration(claim.id()).progress().attempts() == 1);

        clock.pass(Duration.ofSeconds(3590));
        var other = workflow(2, 1);
        register(other.id(), receiver.url());
        at(() -> registration(other.id()).progress().delivered() == 1);
        assertThat(registration(claim.id()).progress().delivered()).isZero();
        clock.pass(Duration.ofSeconds(11));

        at(() -> registration(claim.id()).progress().delivered() == 1);
    }

    @Test
    void longAnswerIsNotReadToItsEnd() {
        var flood = Buffer.buffer(new byte[WebhookSettings.LARGEST_ANSWER]);
        receiver.answering((request, number) -> {
            request.response().setChunked(true);
            var _ = request.response().write(flood);
            if (number == 1) {
                vertx.setPeriodic(1, timer -> {
                    if (request.response().closed()) {
                        vertx.cancelTimer(timer);
                    } else {
                        var _ = request.response().write(flood);
                    }
                });
            } else {
                var _ = request.response().end();
            }
        });
        var claim = workflow(1, 2);
        register(claim.id(), receiver.url());

        at(() -> registration(claim.id()).progress().delivered() == 2);
    }

    @Test
    void addressIsCheckedAtEachAttemptAndTheOneThatWasCheckedIsCalledByItsName() {
        var claim = workflow(1, 2);
        register(claim.id(), "http://hooks.example:" + receiver.port() + "/in");

        at(() -> receiver.received().size() == 2);

        assertThat(receiver.received().getFirst().header("Host")).isEqualTo("hooks.example:" + receiver.port());
        assertThat(lookUps).hasValue(2);
    }

    @Test
    void nothingIsSentToAnAddressThatIsNotPublic() {
        begin("10.0.0.0/8");
        var claim = workflow(1, 1);
        register(claim.id(), receiver.url());

        at(() -> registration(claim.id()).progress().error().isPresent());

        assertThat(registration(claim.id()).progress().error()).contains("the URL leads to an address that is not public");
        assertThat(receiver.received()).isEmpty();
    }

    @Test
    void whatFailsForADayIsPutAsideAndDeliveredWhenSomebodyAsks() {
        receiver.answering((request, _) -> Receiver.status(request, 503));
        var claim = workflow(1, 3);
        register(claim.id(), receiver.url());
        at(() -> registration(claim.id()).progress().attempts() == 1);
        clock.pass(Duration.ofHours(25));
        at(() -> store.figures().await().indefinitely().dead() == 3);
        assertThat(receiver.positions()).containsExactly("1-1", "1-1", "1-2", "1-3");

        var id = store.deadLetters(Optional.empty(), 1).await().indefinitely().letters().getFirst().id();
        var redelivery = new Redelivery(store, courier);
        assertThat(redelivery.of(id).await().indefinitely()).contains(
                new Verdict.Failed("the receiver answered 503"));
        receiver.answering((request, _) -> Receiver.status(request, 200));

        assertThat(redelivery.of(id).await().indefinitely()).contains(new Verdict.Accepted(200));
        assertThat(receiver.received().getLast().header("webhook-id")).isEqualTo(id.toString());
        assertThat(redelivery.of(id).await().indefinitely()).isEmpty();
        assertThat(store.figures().await().indefinitely().dead()).isEqualTo(2);
    }

    @Test
    void tlsIsSpokenByNameWithTheAddressThatWasChecked() throws Exception {
        var store = certificate("hooks.example");
        var certificate = "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(
                KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray()).getCertificate("mykey").getEncoded())
                + "\n-----END CERTIFICATE-----\n";
        var secure = new Receiver(vertx, 0, new HttpServerOptions().setSsl(true)
                .setKeyCertOptions(new PfxOptions().setPath(store.toString()).setPassword(PASSWORD)));
        open.add(secure);
        begin(new HttpClientOptions().setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(certificate))),
                "127.0.0.1");
        var named = workflow(1, 1);
        register(named.id(), "https://hooks.example:" + secure.port() + "/in");
        at(() -> secure.received().size() == 1);

        var misnamed = workflow(2, 1);
        register(misnamed.id(), "https://other.example:" + secure.port() + "/in");
        at(() -> registration(misnamed.id()).progress().error().isPresent());

        assertThat(registration(misnamed.id()).progress().error().orElseThrow()).startsWith("TLS failed");
        assertThat(secure.received()).hasSize(1);
    }

    private Path certificate(String name) throws Exception {
        var store = folder.resolve("store.p12");
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        var made = new ProcessBuilder(keytool.toString(), "-genkeypair", "-keyalg", "EC", "-dname", "CN=" + name, "-ext",
                "san=dns:" + name, "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", PASSWORD)
                .redirectErrorStream(true).start();
        assertThat(made.waitFor()).isZero();
        return store;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
