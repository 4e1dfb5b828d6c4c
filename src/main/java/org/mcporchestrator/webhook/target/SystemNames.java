package org.mcporchestrator.webhook.target;

import java.net.InetAddress;
import java.util.List;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;

/** As the system of this process does, hosts file included. It may take its time: a few threads of its own wait for it. */
@Singleton
class SystemNames implements Names {

    private static final int THREADS = 4;

    private final WorkerExecutor workers;

    SystemNames(Vertx vertx) {
        this.workers = vertx.createSharedWorkerExecutor("webhook-names", THREADS);
    }

    @Override
    public Uni<List<InetAddress>> addresses(String host) {
        return Uni.createFrom().completionStage(() -> workers
                .executeBlocking(() -> List.of(InetAddress.getAllByName(host)), false).toCompletionStage());
    }

    @PreDestroy
    void close() {
        var _ = workers.close();
    }
}
