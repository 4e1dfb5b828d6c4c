package org.mcporchestrator.api.mcp.call;

import java.time.Duration;

import org.mcporchestrator.api.mcp.wire.Cancellations;
import org.mcporchestrator.tool.Advance;
import org.mcporchestrator.tool.Caller;

import io.quarkiverse.mcp.server.ToolManager.ToolArguments;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;

/**
 * A client that waits for the answer of a call. Hears of progress if it sent a token for it; has left when it cancelled the
 * request or closed the connection.
 */
record McpCaller(ToolArguments call, RoutingContext context, Cancellations cancellations) implements Caller {

    private static final Duration PATIENCE = Duration.ofHours(1);
    /**
     * A connection on which nothing is sent is closed after two minutes by many proxies, and after 75 s by the stdio bridge.
     */
    private static final Duration SILENT_PATIENCE = Duration.ofSeconds(60);
    /** Soon enough for somebody who has lost interest. */
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final String EVENT_STREAM = "text/event-stream";

    @Override
    public Duration patience() {
        return streamed() ? PATIENCE : SILENT_PATIENCE;
    }

    @Override
    public boolean listens() {
        return true;
    }

    @Override
    public void hears(Advance advance) {
        var progress = call.progress();
        if (progress.token().isPresent() && !hasCancelled()) {
            var notification = progress.notificationBuilder()
                    .setProgress(advance.finished())
                    .setMessage(advance.message());
            advance.total().ifPresent(total -> notification.setTotal(total.longValue()));
            notification.build().sendAndForget();
        }
    }

    /** A comment in the event stream. An answer that is no stream has nothing that could be sent before it. */
    @Override
    public void waits() {
        var response = context.response();
        if (streamed() && !response.ended() && !response.closed()) {
            var _ = response.write(": heartbeat\n\n");
        }
    }

    private boolean streamed() {
        return EVENT_STREAM.equals(context.response().headers().get("Content-Type"));
    }

    @Override
    public Uni<Void> leaves() {
        return Uni.join().first(disconnected(), cancelled()).withItem();
    }

    private Uni<Void> disconnected() {
        return Uni.createFrom().emitter(gone -> context.addEndHandler(end -> {
            if (end.failed()) {
                gone.complete(null);
            }
        }));
    }

    boolean hasCancelled() {
        return cancellations.has(context, call.requestId().value());
    }

    boolean hasDisconnected() {
        return context.response().closed();
    }

    private Uni<Void> cancelled() {
        return Multi.createFrom().ticks().every(LOOK_EVERY)
                .onOverflow().drop()
                .select().where(_ -> hasCancelled())
                .toUni()
                .replaceWithVoid();
    }
}
