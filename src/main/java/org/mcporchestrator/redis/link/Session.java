package org.mcporchestrator.redis.link;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;

/**
 * Three connections that live and die together: one for scripts, one for reads, so that a long answer holds up no write, and
 * one that listens. Commands of each are pipelined; answers come in the order of commands.
 */
final class Session {

    private final Wire scripts;
    private final Wire reads;
    private final Wire listener;

    private Session(Wire scripts, Wire reads, Wire listener) {
        this.scripts = scripts;
        this.reads = reads;
        this.listener = listener;
    }

    /** Opens all three, or none. */
    static Uni<Session> open(Redis redis, int database, Duration limit) {
        var opened = List.of(connection(redis, database, limit), connection(redis, database, limit),
                connection(redis, database, limit));
        return Uni.join().all(opened.stream().map(Opening::connection).toList()).andFailFast()
                .map(connections -> new Session(connections.get(0), connections.get(1), connections.get(2)))
                .onFailure().invoke(() -> opened.forEach(Opening::abandon));
    }

    /** A connection that may still come when nobody wants it any more: then it is closed. */
    private record Opening(Uni<Wire> connection, CompletableFuture<Wire> made) {

        void abandon() {
            var _ = made.thenAccept(Wire::close);
        }
    }

    private static Opening connection(Redis redis, int database, Duration limit) {
        var made = new CompletableFuture<Wire>();
        var asked = new AtomicBoolean();
        var connection = Uni.createFrom().completionStage(() -> {
            if (asked.compareAndSet(false, true)) {
                redis.connect().map(opened -> Wire.here(opened, limit)).subscribe().with(made::complete,
                        made::completeExceptionally);
            }
            return made.copy();
        })
                .call(opened -> select(opened, database))
                .ifNoItem().after(limit).fail();
        return new Opening(connection, made);
    }

    /** Also tells the pool that this connection is not like the others, so that it is closed and not given to anybody else. */
    private static Uni<Response> select(Wire connection, int database) {
        return connection.send(Request.cmd(Command.SELECT).arg(database));
    }

    Uni<Response> script(Request request) {
        return scripts.send(request);
    }

    Uni<Response> read(Request request) {
        return reads.send(request);
    }

    Uni<List<Response>> read(List<Request> requests) {
        return reads.batch(requests);
    }

    /** Completes when the command was written; what it brings about comes to the handler. */
    Uni<Response> listen(Request request) {
        return listener.send(request);
    }

    void onMessage(Consumer<Response> handler) {
        listener.connection().handler(handler);
    }

    /** Called at least once when one of the connections breaks. */
    void onBreak(Consumer<String> handler) {
        for (var wire : List.of(scripts, reads, listener)) {
            var connection = wire.connection();
            connection.exceptionHandler(failure -> handler.accept(String.valueOf(failure.getMessage())));
            connection.endHandler(() -> handler.accept("connection closed"));
        }
    }

    void close() {
        List.of(scripts, reads, listener).forEach(Wire::close);
    }
}
