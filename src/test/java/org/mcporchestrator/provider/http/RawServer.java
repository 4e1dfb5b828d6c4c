package org.mcporchestrator.provider.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;

/** A server that is no HTTP server: a test decides which bytes go out when, and sees which connections are closed. */
public final class RawServer {

    public static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

    public final CompletableFuture<Void> asked = new CompletableFuture<>();
    public final CompletableFuture<Void> closed = new CompletableFuture<>();
    public final AtomicInteger connections = new AtomicInteger();
    public final CopyOnWriteArrayList<NetSocket> sockets = new CopyOnWriteArrayList<>();

    private final NetServer server;

    public RawServer(Vertx vertx, Consumer<NetSocket> answer) {
        server = vertx.createNetServer().connectHandler(socket -> {
            connections.incrementAndGet();
            sockets.add(socket);
            socket.closeHandler(_ -> closed.complete(null));
            socket.handler(_ -> {
                answer.accept(socket);
                asked.complete(null);
            });
        });
        var _ = soon(server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture());
    }

    public String baseUrl() {
        return "http://127.0.0.1:" + server.actualPort() + "/v1";
    }

    public static Buffer chunk(Buffer bytes) {
        return Buffer.buffer(Integer.toHexString(bytes.length()) + "\r\n").appendBuffer(bytes).appendString("\r\n");
    }

    public static <T> T soon(CompletableFuture<T> future) {
        return future.orTimeout(Duration.ofSeconds(10).toMillis(), TimeUnit.MILLISECONDS).join();
    }
}
