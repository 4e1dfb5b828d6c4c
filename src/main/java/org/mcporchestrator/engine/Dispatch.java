package org.mcporchestrator.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.mcporchestrator.journal.Journal;
import org.mcporchestrator.journal.Journal.Notice;

import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;

/** What this process does by the clock and when it is told: take waiting workflows, renew claims, prune. */
@ApplicationScoped
class Dispatch {

    private final Drivers drivers;
    private final Queue queue;
    private final Journal journal;
    private final EngineConfig config;
    private final List<Cancellable> running = new CopyOnWriteArrayList<>();

    Dispatch(Drivers drivers, Queue queue, Journal journal, EngineConfig config) {
        this.drivers = drivers;
        this.queue = queue;
        this.journal = journal;
        this.config = config;
    }

    void start(@Observes StartupEvent startup) {
        running.add(every(config.renewEvery(), "renew", drivers::renew));
        running.add(every(config.scanEvery(), "claim", drivers::claimWaiting));
        running.add(every(config.renewEvery(), "count", queue::look));
        running.add(every(config.pruneEvery(), "prune", journal::prune));
        running.add(journal.notices().subscribe().with(this::notice,
                failure -> Log.error("no more notices from the journal", failure)));
    }

    /** The claims are given back, so that another process need not wait for their leases. */
    void stop(@Observes ShutdownEvent shutdown) {
        running.forEach(Cancellable::cancel);
        drivers.release().subscribe().with(_ -> {
        }, failure -> Log.warnf("claims not released: error=%s", failure.getMessage()));
    }

    private void notice(Notice notice) {
        switch (notice) {
            case Notice.Waiting _ -> drivers.claimWaiting().subscribe().with(_ -> {
            }, failure -> missed("claim", failure));
            case Notice.Begun _ -> {
            }
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
