package org.mcporchestrator.api.http;

import java.time.Duration;

import org.mcporchestrator.tool.Advance;
import org.mcporchestrator.tool.Caller;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;

/** Who waits for the answer of a request: hears nothing before it, and has left when the connection is closed. */
record HttpCaller(RoutingContext context) implements Caller {

    /** A connection on which nothing is sent is closed after two minutes, here and by many proxies. */
    private static final Duration PATIENCE = Duration.ofSeconds(100);

    @Override
    public Duration patience() {
        return PATIENCE;
    }

    @Override
    public boolean listens() {
        return false;
    }

    @Override
    public void hears(Advance advance) {}

    @Override
    public void waits() {}

    @Override
    public Uni<Void> leaves() {
        return Uni.createFrom().emitter(gone -> context.addEndHandler(end -> {
            if (end.failed()) {
                gone.complete(null);
            }
        }));
    }
}
