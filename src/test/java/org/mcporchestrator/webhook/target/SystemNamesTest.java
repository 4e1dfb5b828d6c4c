package org.mcporchestrator.webhook.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.vertx.core.Vertx;

/** Hosts are looked up beside each other, each once at a time. */
class SystemNamesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final List<InetAddress> FOUND = List.of(InetAddress.ofLiteral("192.0.2.1"));

    private final Vertx vertx = Vertx.vertx();
    private final CountDownLatch hanging = new CountDownLatch(1);
    private final AtomicInteger lookUps = new AtomicInteger();
    private final SystemNames names = new SystemNames(vertx, this::lookUp);

    private List<InetAddress> lookUp(String host) throws Exception {
        lookUps.incrementAndGet();
        if (host.startsWith("hangs")) {
            hanging.await();
        }
        if (host.startsWith("nobody")) {
            throw new UnknownHostException(host);
        }
        return FOUND;
    }

    @AfterEach
    void stop() {
        hanging.countDown();
        names.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void hostsThatHangKeepNoOtherFromItsTurn() {
        var stuck = IntStream.range(0, 100)
                .mapToObj(index -> names.addresses("hangs-" + index + ".example", PATIENCE).subscribeAsCompletionStage())
                .toList();
        await().atMost(PATIENCE).until(() -> lookUps.get() == 100);

        assertThat(names.addresses("hooks.example", PATIENCE).await().atMost(PATIENCE)).isEqualTo(FOUND);

        assertThat(stuck).noneMatch(each -> each.isDone());
    }

    @Test
    void whoFindsAllTurnsTakenWaitsNoLongerThanAskedForAndMayAskAgain() {
        var stuck = IntStream.range(0, 128)
                .mapToObj(index -> names.addresses("hangs-" + index + ".example", PATIENCE).subscribeAsCompletionStage())
                .toList();
        await().atMost(PATIENCE).until(() -> lookUps.get() == 128);

        assertThatThrownBy(() -> names.addresses("hooks.example", Duration.ofMillis(5)).await().atMost(PATIENCE))
                .hasRootCauseInstanceOf(TimeoutException.class);
        hanging.countDown();
        assertThat(stuck).allSatisfy(each -> assertThat(each).succeedsWithin(PATIENCE));

        assertThat(names.addresses("hooks.example", PATIENCE).await().atMost(PATIENCE)).isEqualTo(FOUND);
    }

    @Test
    void hostIsLookedUpOnceForAllWhoAskMeanwhile() {
        var first = names.addresses("hangs.example", PATIENCE).subscribeAsCompletionStage();
        var second = names.addresses("Hangs.example", PATIENCE).subscribeAsCompletionStage();
        var third = names.addresses("hangs.example", PATIENCE).subscribeAsCompletionStage();
        await().atMost(PATIENCE).until(() -> lookUps.get() == 1);

        third.cancel(true);
        hanging.countDown();

        assertThat(first).succeedsWithin(PATIENCE).isEqualTo(FOUND);
        assertThat(second).succeedsWithin(PATIENCE).isEqualTo(FOUND);
        assertThat(lookUps).hasValue(1);
        assertThat(names.addresses("hangs.example", PATIENCE).await().atMost(PATIENCE)).isEqualTo(FOUND);
        assertThat(lookUps).hasValue(2);
    }

    @Test
    void hostThatNobodyKnowsIsAFailureAndIsAskedForAgain() {
        assertThatThrownBy(() -> names.addresses("nobody.example", PATIENCE).await().atMost(PATIENCE))
                .hasRootCauseInstanceOf(UnknownHostException.class);
        var failure = names.addresses("nobody.example", PATIENCE).onFailure(UnknownHostException.class).recoverWithItem(FOUND);

        assertThat(failure.await().atMost(PATIENCE)).isEqualTo(FOUND);
        assertThat(lookUps).hasValue(2);
    }

    @Test
    void systemKnowsItself() {
        try (var system = new AutoCloseable() {

            private final SystemNames names = new SystemNames(vertx);

            @Override
            public void close() {
                names.close();
            }
        }) {
            assertThat(system.names.addresses("localhost", PATIENCE).await().atMost(PATIENCE))
                    .anyMatch(InetAddress::isLoopbackAddress);
        }
    }
}
