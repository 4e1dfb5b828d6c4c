package org.mcporchestrator.api.http.sse;

import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicReference;

import io.quarkus.logging.Log;
import io.vertx.ext.web.RoutingContext;

/** Writes frames at the pace of the socket: asks for the next one when the last one has left. Ends with the connection. */
final class SocketWriter implements Subscriber<String> {

    private static final Subscription NONE = new Subscription() {

        @Override
        public void request(long count) {}

        @Override
        public void cancel() {}
    };

    private final RoutingContext context;
    private final AtomicReference<Subscription> subscription = new AtomicReference<>(NONE);

    SocketWriter(RoutingContext context) {
        this.context = context;
    }

    @Override
    public void onSubscribe(Subscription upstream) {
        subscription.set(upstream);
        context.response().closeHandler(_ -> upstream.cancel());
        context.response().exceptionHandler(_ -> upstream.cancel());
        if (context.response().closed()) {
            upstream.cancel();
        } else {
            upstream.request(1);
        }
    }

    @Override
    public void onNext(String frame) {
        context.response().write(frame)
                .onSuccess(_ -> subscription.get().request(1))
                .onFailure(_ -> subscription.get().cancel());
    }

    @Override
    public void onComplete() {
        context.response().end();
    }

    /** Before the first frame it can still be told. */
    @Override
    public void onError(Throwable failure) {
        if (context.response().headWritten()) {
            Log.error("a stream broke", failure);
            context.response().reset();
        } else {
            context.response().headers().clear();
            context.fail(failure);
        }
    }
}
