package org.mcporchestrator.redis.link;

import java.time.Duration;
import java.util.List;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.mutiny.redis.client.RedisConnection;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;

/**
 * A connection with a limit for each answer. The watch runs on the event loop that reads the connection, which reads what has
 * arrived before it looks at its timers: a process that stood still itself, or got no processor, does not take that for the
 * silence of Redis.
 */
record Wire(RedisConnection connection, Watch watch) {

    /** To be called where the connection was opened: on its event loop. */
    static Wire here(RedisConnection opened, Duration limit) {
        return new Wire(opened, new Watch(Vertx.currentContext() instanceof ContextInternal context ? context.nettyEventLoop()
                : Infrastructure.getDefaultWorkerPool(), limit));
    }

    Uni<Response> send(Request request) {
        return watch.over(connection.send(request));
    }

    Uni<List<Response>> batch(List<Request> requests) {
        return watch.over(connection.batch(requests));
    }

    void close() {
        connection.close().subscribe().with(_ -> {
        }, _ -> {
        });
    }
}
