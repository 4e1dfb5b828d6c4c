package org.mcporchestrator.provider.http;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

import org.mcporchestrator.agent.Reply;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;

import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;

/**
 * One call on the wire: sent, read, ended once. All of it happens on one Vert.x context, one thing after the other, so nothing
 * needs a lock.
 */
final class Exchange {

    /** Time that a server has to end its answer after it said that it is complete; then the connection is given up. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Context context;
    private final UniEmitter<? super Reply> caller;
    private final long limit;
    private final String provider;
    private final Function<HttpClientResponse, AnswerReader> readers;

    private Optional<HttpClientRequest> request = Optional.empty();
    private boolean ended;
    private boolean sent;
    private boolean drained;
    private long received;

    /** @param limit of the answer, in bytes */
    Exchange(Context context, UniEmitter<? super Reply> caller, long limit, String provider,
            Function<HttpClientResponse, AnswerReader> readers) {
        this.context = context;
        this.caller = caller;
        this.limit = limit;
        this.provider = provider;
        this.readers = readers;
    }

    void start(HttpClient client, RequestOptions options, Buffer body) {
        context.runOnContext(_ -> {
            if (!ended) {
                Future.succeededFuture()
                        .compose(_ -> client.request(options))
                        .onSuccess(connected -> send(connected, body))
                        .onFailure(this::unreachable);
            }
        });
    }

    /** Ends the call, wherever it is: closes its connection unless the answer has come. */
    void abort() {
        context.runOnContext(_ -> breakOff());
    }

    private void send(HttpClientRequest connected, Buffer body) {
        if (ended) {
            connected.exceptionHandler(_ -> {
            }).reset();
            return;
        }
        request = Optional.of(connected);
        // what fails is told by the futures; without a handler Vert.x logs each call that is broken off as an error
        connected.exceptionHandler(_ -> {
        })
                .response()
                .onSuccess(this::read)
                .onFailure(this::lost);
        connected.end(body)
                .onSuccess(_ -> sent = true);
    }

    private void read(HttpClientResponse response) {
        if (ended) {
            return;
        }
        var reader = readers.apply(response);
        response.exceptionHandler(_ -> settle(() -> Optional.of(reader.cut())))
                .endHandler(_ -> {
                    drained = true;
                    settle(() -> Optional.of(reader.end()));
                })
                .handler(bytes -> settle(() -> take(reader, bytes)));
    }

    private Optional<Reply> take(AnswerReader reader, Buffer bytes) {
        received += bytes.length();
        if (received > limit) {
            throw new FaultException(Fault.Code.TOO_LARGE, provider + " sent more than " + limit + " bytes");
        }
        return reader.take(bytes);
    }

    /** Ends the call if this step of it yields an answer, or fails. */
    private void settle(AnswerStep step) {
        if (ended) {
            return;
        }
        try {
            step.run().ifPresent(this::complete);
        } catch (RuntimeException failure) {
            fail(failure);
        }
    }

    private void complete(Reply reply) {
        ended = true;
        if (!drained) {
            context.owner().setTimer(GRACE.toMillis(), _ -> giveUpConnection());
        }
        caller.complete(reply);
    }

    /** So that a server that never ends its answers cannot use up the pool. */
    private void giveUpConnection() {
        if (!drained) {
            request.ifPresent(HttpClientRequest::reset);
        }
    }

    private void unreachable(Throwable failure) {
        if (!ended) {
            fail(new FaultException(Fault.Code.PROVIDER_UNAVAILABLE,
                    provider + " cannot be reached: " + failure.getClass().getSimpleName()));
        }
    }

    /** Whoever was sent a request may work on it, and bill that, though nobody hears of the answer. */
    private void lost(Throwable failure) {
        if (!sent) {
            unreachable(failure);
        } else if (!ended) {
            fail(new FaultException(Fault.Code.REPLY_CUT,
                    "the connection to " + provider + " was lost before its answer: " + failure.getClass().getSimpleName()));
        }
    }

    private void fail(RuntimeException failure) {
        breakOff();
        caller.fail(failure);
    }

    private void breakOff() {
        if (!ended) {
            ended = true;
            request.ifPresent(HttpClientRequest::reset);
        }
    }

    /** Part of reading an answer; yields the reply if that was the last part. */
    @FunctionalInterface
    private interface AnswerStep {

        Optional<Reply> run();
    }
}
