package org.mcporchestrator.api.http.gate;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import org.mcporchestrator.api.http.Failure;
import org.mcporchestrator.api.http.HttpConfig;
import org.mcporchestrator.api.http.Problems;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;

/** Stands before everything that this server answers, unknown paths included. */
@Singleton
class Gate {

    private static final int FIRST = -10_000;
    private static final int NO_CONTENT = 204;
    private static final int MALFORMED = 400;
    private static final String TYPE = "Content-Type";
    private static final int LAST = Integer.MAX_VALUE;
    private static final Pattern JSON = Pattern.compile(
            "application/(?:json|[a-z0-9.+-]+\\+json)\\s*(?:;\\s*charset=\"?utf-8\"?\\s*)?",
            Pattern.CASE_INSENSITIVE);
    /** What is still read of a body that is too large, so that its sender gets to read the answer. */
    private static final long DRAINED = 8L << 20;

    private final Door door;
    private final Provenance provenance;
    private final Cors cors;
    private final Problems problems;
    private final long maxBody;

    Gate(Door door, Provenance provenance, Cors cors, Problems problems, HttpConfig config) {
        this.door = door;
        this.provenance = provenance;
        this.cors = cors;
        this.problems = problems;
        this.maxBody = config.maxBody().asLongValue();
    }

    void mount(@Observes Router router) {
        router.route().order(FIRST).handler(this::enter).failureHandler(this::fail);
        router.route("/mcp*").order(FIRST).handler(this::checkProvenance);
        router.route().order(FIRST + 1).handler(this::checkMediaType);
        router.route().order(FIRST + 2).handler(BodyHandler.create(false).setBodyLimit(maxBody));
        router.route().order(LAST).handler(context -> answer(context, problems.nothingAt(context.normalizedPath())));
    }

    private void enter(RoutingContext context) {
        var headers = context.response().headers();
        var path = path(context);
        ResponseHeaders.begin(headers);
        cors.tell(context.request(), headers);
        context.addHeadersEndHandler(_ -> ResponseHeaders.complete(path, headers));
        if (!isUri(context.request().uri())) {
            answer(context, problems.malformedAddress());
        } else if (cors.isPreflight(context.request())) {
            cors.tellBeforehand(headers);
            context.response().setStatusCode(NO_CONTENT).end();
        } else {
            door.refusal(context.request()).ifPresentOrElse(failure -> answer(context, failure), context::next);
        }
    }

    /** Everything behind the gate takes an address apart. */
    private static boolean isUri(String address) {
        try {
            var _ = new URI(address);
            return true;
        } catch (URISyntaxException malformed) {
            return false;
        }
    }

    private static String path(RoutingContext context) {
        return Objects.requireNonNullElse(context.request().path(), "");
    }

    private void checkProvenance(RoutingContext context) {
        provenance.refusal(context.request()).ifPresentOrElse(failure -> answer(context, failure), context::next);
    }

    /** What is not there needs no type, and a type must not make anybody look for it. */
    private void checkMediaType(RoutingContext context) {
        var request = context.request();
        if (empty(request)) {
            request.headers().remove(TYPE);
            context.next();
        } else if (Optional.ofNullable(request.getHeader(TYPE)).filter(type -> JSON.matcher(type).matches()).isPresent()) {
            context.next();
        } else {
            answer(context, problems.wrongMediaType());
        }
    }

    private static boolean empty(HttpServerRequest request) {
        return !request.headers().contains("Transfer-Encoding")
                && Optional.ofNullable(request.getHeader("Content-Length")).orElse("0").equals("0");
    }

    private void fail(RoutingContext context) {
        answer(context, failure(context));
    }

    /** What fails while the body is still coming in is the way in which it is sent: no resource has seen it. */
    private Failure failure(RoutingContext context) {
        var failure = context.failure();
        var status = context.statusCode();
        if (failure == null || (status >= 400 && status < 500)) {
            return problems.status(status);
        }
        return empty(context.request()) || context.request().isEnded() ? problems.of(failure) : problems.status(MALFORMED);
    }

    private static void answer(RoutingContext context, Failure failure) {
        var response = context.response();
        if (response.ended() || response.headWritten()) {
            response.reset();
            return;
        }
        var path = path(context);
        failure.headers().forEach(response::putHeader);
        drain(context.request());
        response.setStatusCode(failure.status())
                .putHeader(TYPE, failure.mediaType(path))
                .end(failure.body(path).toString());
    }

    /** Reads on and forgets, up to a limit; then the connection is closed. */
    private static void drain(HttpServerRequest request) {
        if (!request.isEnded()) {
            request.handler(part -> {
                if (request.bytesRead() > DRAINED) {
                    request.connection().close();
                }
            }).resume();
        }
    }
}
