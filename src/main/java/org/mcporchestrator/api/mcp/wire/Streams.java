package org.mcporchestrator.api.mcp.wire;

import java.time.Duration;

import jakarta.inject.Singleton;

import io.quarkiverse.mcp.server.JsonRpcErrorCodes;
import io.smallrye.mutiny.Multi;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /mcp}: the stream on which a session hears of what nobody asked for, as server-sent events. */
@Singleton
class Streams {

    private static final String EVENT_STREAM = "text/event-stream";
    /** Well within the time after which a silent connection is closed, here and by proxies. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final Sessions sessions;

    Streams(Sessions sessions) {
        this.sessions = sessions;
    }

    void open(RoutingContext context) {
        var accepted = String.join(",", context.request().headers().getAll("Accept"));
        if (!accepted.contains(EVENT_STREAM) && !accepted.contains("*/*")) {
            RpcAnswer.refuse(context, 406, JsonRpcErrorCodes.INVALID_REQUEST, "Accept must list " + EVENT_STREAM);
            return;
        }
        Sessions.name(context).ifPresentOrElse(
                name -> open(context, name),
                () -> RpcAnswer.refuse(context, 400, JsonRpcErrorCodes.INVALID_REQUEST,
                        "a stream belongs to a session: send " + Sessions.HEADER + " as initialize answered it"));
    }

    private void open(RoutingContext context, String name) {
        var response = context.response();
        if (sessions.begunHere(name)) {
            context.next();
        } else {
            response.setChunked(true).putHeader("Content-Type", EVENT_STREAM);
            var _ = response.write(": open\n\n");
        }
        attach(context, name);
    }

    private void attach(RoutingContext context, String name) {
        var stream = new NewsStream(context.response());
        var beats = Multi.createFrom().ticks().startingAfter(HEARTBEAT).every(HEARTBEAT)
                .onOverflow().drop()
                .subscribe().with(_ -> {
                    stream.beat();
                    sessions.follow(name);
                });
        context.addEndHandler(_ -> {
            beats.cancel();
            sessions.close(name, stream);
        });
        sessions.open(name, stream);
    }
}
