package org.mcporchestrator.webhook.target;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;

/**
 * As the system of this process does, hosts file included. It may take its time, so each look-up has a virtual thread of its
 * own, and whoever asks for the same host meanwhile waits for the same look-up. While {@value #AT_ONCE} hang, others wait for a
 * turn as long as the first who asked would, and fail then.
 */
@Singleton
class SystemNames implements Names {

    /** How the system looks a host up; waits for it. */
    interface LookUp {

        List<InetAddress> addresses(String host) throws Exception;
    }

    /** The system's resolver holds a carrier thread; Java adds others meanwhile, up to 256 for all that does so. */
    private static final int AT_ONCE = 128;

    private final Vertx vertx;
    private final LookUp lookUp;
    private final Semaphore room = new Semaphore(AT_ONCE);
    private final Map<String, CompletableFuture<List<InetAddress>>> underWay = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors
            .newThreadPerTaskExecutor(Thread.ofVirtual().name("webhook-names-", 0).factory());

    @Inject
    SystemNames(Vertx vertx) {
        this(vertx, host -> List.of(InetAddress.getAllByName(host)));
    }

    SystemNames(Vertx vertx, LookUp lookUp) {
        this.vertx = vertx;
        this.lookUp = lookUp;
    }

    /** Emits where whoever asks would go on anyway. */
    @Override
    public Uni<List<InetAddress>> addresses(String host, Duration within) {
        return Uni.createFrom().deferred(() -> {
            var context = vertx.getOrCreateContext();
            return Uni.createFrom().completionStage(() -> lookedUp(host.toLowerCase(Locale.ROOT), within).copy())
                    .emitOn(command -> context.runOnContext(_ -> command.run()));
        });
    }

    private CompletableFuture<List<InetAddress>> lookedUp(String host, Duration within) {
        var mine = new CompletableFuture<List<InetAddress>>();
        var before = underWay.putIfAbsent(host, mine);
        if (before != null) {
            return before;
        }
        threads.execute(() -> look(host, within, mine));
        return mine;
    }

    private void look(String host, Duration within, CompletableFuture<List<InetAddress>> asked) {
        try {
            if (!room.tryAcquire(within.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new TimeoutException("no turn to look a host up within " + within);
            }
            try {
                var found = lookUp.addresses(host);
                underWay.remove(host);
                asked.complete(found);
            } finally {
                room.release();
            }
        } catch (Exception failure) {
            underWay.remove(host);
            asked.completeExceptionally(failure);
        }
    }

    /** What hangs is not waited for. */
    @PreDestroy
    void close() {
        var _ = threads.shutdownNow();
    }
}
