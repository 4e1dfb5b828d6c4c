package org.mcporchestrator.failover;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.interceptor.Interceptor;

import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;

/** Looks after Redis from the start of the process to its end: connects, and catches up after every absence. */
@ApplicationScoped
class Watch {

    private final Instance<FailoverJournal> journal;
    private final FailoverConfig config;
    private Cancellable watching = () -> {
    };

    Watch(Instance<FailoverJournal> journal, FailoverConfig config) {
        this.journal = journal;
        this.config = config;
    }

    /** Before the engine begins; it is not held up: what comes before the connection waits or lives in memory. */
    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent startup) {
        if (!config.enabled()) {
            Log.info("Redis is not used: workflows live in memory and are lost when this process ends");
            return;
        }
        var failover = journal.get();
        watching = Multi.createBy().concatenating().streams(Multi.createFrom().item(0L),
                Multi.createFrom().ticks().every(config.retryEvery()).onOverflow().drop())
                .onItem().transformToUniAndConcatenate(_ -> Uni.createFrom().deferred(failover::reunite))
                .subscribe().with(_ -> {
                }, failure -> Log.error("Redis is not watched any more", failure));
    }

    void stop(@Observes ShutdownEvent shutdown) {
        watching.cancel();
    }
}
