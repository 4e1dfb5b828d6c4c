package org.mcporchestrator.webhook.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;

/**
 * One request on the wire. Its status is all that is wanted: what follows is read up to a limit, so that the connection can be
 * used again, and forgotten. All of it happens on one context, so nothing needs a lock.
 */
final class Posting {

    private final Context context;
    private final UniEmitter<? super Verdict> caller;
    private final Duration patience;
    private final long limit;
    private final Clock clock;

    private Optional<HttpClientRequest> request = Optional.empty();
    private boolean ended;
    private boolean drained;
    private long received;

    Posting(Vertx vertx, UniEmitter<? super Verdict> caller, Duration patience, long limit, Clock clock) {
        this.context = vertx.getOrCreateContext();
        this.caller = caller;
        this.patience = patience;
        this.limit = limit;
        this.clock = clock;
    }

    void start(HttpClient client, RequestOptions options, byte[] body) {
        context.runOnContext(_ -> {
            if (!ended) {
                // a client that is closed throws instead of failing
                Future.succeededFuture()
                        .compose(_ -> client.request(options))
                        .onSuccess(connected -> send(connected, Buffer.buffer(body)))
                        .onFailure(this::fail);
            }
        });
    }

    /** Closes the connection unless the status has come. */
    void abort() {
        context.runOnContext(_ -> {
            if (!ended) {
                ended = true;
                giveUp();
            }
        });
    }

    private void send(HttpClientRequest connected, Buffer body) {
        // what fails is told by the futures; without a handler Vert.x logs it as an error
        connected.exceptionHandler(_ -> {
        });
        if (ended) {
            connected.reset();
            return;
        }
        request = Optional.of(connected);
        connected.send(body).onSuccess(this::read).onFailure(this::fail);
    }

    private void read(HttpClientResponse response) {
        if (ended) {
            return;
        }
        ended = true;
        response.exceptionHandler(_ -> drained = true)
                .endHandler(_ -> drained = true)
                .handler(this::forget);
        context.owner().setTimer(patience.toMillis(), _ -> giveUp());
        caller.complete(Courier.verdict(response.statusCode(), RetryAfter.of(response.getHeader("Retry-After"), clock)));
    }

    private void forget(Buffer part) {
        received += part.length();
        if (received > limit) {
            giveUp();
        }
    }

    private void giveUp() {
        if (!drained) {
            drained = true;
            request.ifPresent(HttpClientRequest::reset);
        }
    }

    private void fail(Throwable failure) {
        if (!ended) {
            ended = true;
            caller.fail(failure);
        }
    }
}
