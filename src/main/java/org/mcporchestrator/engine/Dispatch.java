package org.mcporchestrator.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

import org.mcporchestrator.journal.Journal;
import org.mcporchestrator.journal.Journal.Notice;

import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;

/** What this process does by the clock and when it is told: take waiting workflows, renew claims, prune. */
@ApplicationScoped
class Dispatch {

    /** Beyond the grace time: the last writes, the release, and some reserve. */
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(4);

    private final Drivers drivers;
    private final Queue queue;
    private final Journal journal;
    private final Cache cache;
    private final Rehydration rehydration;
    private final EngineConfig config;
    private final List<Cancellable> taking = new CopyOnWriteArrayList<>();
    private final List<Cancellable> keeping = new CopyOnWriteArrayList<>();

    Dispatch(Drivers drivers, Queue queue, Journal journal, Cache cache, Rehydration rehydration, EngineConfig config) {
        this.drivers = drivers;
        this.queue = queue;
        this.journal = journal;
        this.cache = cache;
        this.rehydration = rehydration;
        this.config = config;
    }

    void start(@Observes @Priority(Interceptor.Priority.APPLICATION) StartupEvent startup) {
        keeping.add(every(config.renewEvery(), "renew", drivers::renew));
        taking.add(every(config.scanEvery(), "claim", this::claim));
        taking.add(every(config.renewEvery(), "count", queue::look));
        taking.add(every(config.pruneEvery(), "prune", journal::prune));
        keeping.add(journal.notices().subscribe().with(this::notice,
                failure -> Log.error("no more notices from the journal", failure)));
    }

    /**
     * When the process is asked to end, while HTTP is still served: Quarkus closes it before {@code ShutdownEvent}, and goes on
     * when this returns.
     */
    void drain(@Observes ShutdownDelayInitiatedEvent shutdown) {
        drain();
    }

    /**
     * Before all others, while Redis is connected. In dev mode, which has no time before the end, the steps get theirs here.
     */
    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent shutdown) {
        if (!drivers.stopping()) {
            drain();
        }
        keeping.forEach(Cancellable::cancel);
    }

    /**
     * Steps under way get the grace time, and the claims are given back, so that another process need not wait for their
     * leases.
     */
    private void drain() {
        Log.infof("stopping, no new work is taken: driven=%s grace=%s", (Object) drivers.count(), config.shutdownGrace());
        taking.forEach(Cancellable::cancel);
        var done = new CountDownLatch(1);
        drivers.stop(config.shutdownGrace())
                .onTermination().invoke(done::countDown)
                .subscribe().with(_ -> Log.infof("stopped: driven=%s", (Object) drivers.count()),
                        failure -> Log.warnf("stopped out of order: error=%s", failure.getMessage()));
        await(done);
    }

    /** The one place that waits: the framework goes on with its end, Redis' connections included, when observers return. */
    private void await(CountDownLatch done) {
        try {
            if (!done.await(config.shutdownGrace().plus(STOP_PATIENCE).toMillis(), TimeUnit.MILLISECONDS)) {
                Log.warn("claims not released: error=it took too long");
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nothing before the cache is filled: workflows that are driven would slow down what this process needs to be ready. */
    private Uni<Integer> claim() {
        return rehydration.ready() ? drivers.claimWaiting() : Uni.createFrom().item(0);
    }

    private void letClaim() {
        if (rehydration.ready()) {
            drivers.letClaim();
        }
    }

    private void notice(Notice notice) {
        switch (notice) {
            case Notice.Gap _ -> {
                cache.doubt();
                letClaim();
            }
            case Notice.Waiting _ -> letClaim();
            case Notice.Begun _ -> {
            }
            case Notice.Revoked(var id) -> cache.revoke(id);
            case Notice.Offered(var id) -> drivers.offered(id);
            case Notice.Taken(var id, var before) -> {
                if (before.equals(drivers.lease().owner())) {
                    drivers.lose(id);
                }
            }
        }
    }

    /** Does it again and again, one after the other; a failure is made up for by the next time. */
    private static Cancellable every(Duration period, String what, Supplier<Uni<? extends Integer>> action) {
        return Multi.createFrom().ticks().every(period)
                .onOverflow().drop()
                .onItem().transformToUniAndConcatenate(_ -> Uni.createFrom().deferred(action)
                        .onFailure().invoke(failure -> missed(what, failure))
                        .onFailure().recoverWithItem(0))
                .subscribe().with(_ -> {
                }, failure -> Log.errorf(failure, "stopped for good: task=%s", what));
    }

    private static void missed(String what, Throwable failure) {
        Log.warnf("not done, will be tried again: task=%s error=%s", what, failure.getMessage());
    }
}
