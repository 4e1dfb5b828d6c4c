package org.mcporchestrator.redis.link;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.mutiny.redis.client.RedisConnection;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;

/**
 * A connection, and the event loop that reads it. Limits run on that loop, which reads what has arrived before it looks at its
 * timers: a process that stood still itself, or got no processor, does not take that for the silence of Redis.
 */
record Wire(RedisConnection connection, ScheduledExecutorService loop, Duration limit) {

    /** To be called where the connection was opened: on its event loop. */
    static Wire here(RedisConnection opened, Duration limit) {
        return new Wire(opened, Vertx.currentContext() instanceof ContextInternal context ? context.nettyEventLoop()
                : Infrastructure.getDefaultWorkerPool(), limit);
    }

    Uni<Response> send(Request request) {
        return limited(connection.send(request));
    }

    Uni<List<Response>> batch(List<Request> requests) {
        return limited(connection.batch(requests));
    }

    void close() {
        connection.close().subscribe().with(_ -> {
        }, _ -> {
        });
    }

    private <T> Uni<T> limited(Uni<T> answer) {
        return answer
                .ifNoItem().after(limit).on(loop).fail();
    }
}
