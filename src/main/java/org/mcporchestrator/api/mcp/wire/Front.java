package org.mcporchestrator.api.mcp.wire;

import java.util.List;
import java.util.Optional;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import org.mcporchestrator.api.mcp.resource.Aspect;
import org.mcporchestrator.tool.argument.JsonBodies;
import org.mcporchestrator.workflow.fault.FaultException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.quarkiverse.mcp.server.JsonRpcErrorCodes;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;

/**
 * Stands before the protocol's implementation: turns away what it would choke on, and does what it cannot: streams and
 * subscriptions of sessions that another process began.
 */
@Singleton
class Front {

    private static final String PATH = "/mcp";
    /** Behind the gate, which has read the body, and before the extension. */
    private static final int ORDER = -50;
    private static final String JSON = "application/json";
    private static final String EVENT_STREAM = "text/event-stream";
    private static final String VERSION = "Mcp-Protocol-Version";
    private static final List<String> VERSIONS = List.of("2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05");

    private static final String SUBSCRIBE = "resources/subscribe";
    private static final List<String> SUBSCRIPTIONS = List.of(SUBSCRIBE, "resources/unsubscribe");

    private final JsonBodies bodies;
    private final Sessions sessions;
    private final Streams streams;

    Front(JsonBodies bodies, Sessions sessions, Streams streams) {
        this.bodies = bodies;
        this.sessions = sessions;
        this.streams = streams;
    }

    void mount(@Observes Router router) {
        router.route(PATH + "*").order(ORDER).handler(this::pass);
    }

    /** The endpoints below are those of the transport of 2024-11-05, whose sessions live and die with a process. */
    private void pass(RoutingContext context) {
        var method = context.request().method();
        if (!context.normalizedPath().equals(PATH)) {
            context.fail(404);
        } else if (method != HttpMethod.DELETE && sessions.ended(context)) {
            RpcAnswer.refuse(context, 404, JsonRpcErrorCodes.INVALID_REQUEST, "this session was ended: begin another one");
        } else if (method == HttpMethod.POST) {
            versioned(context);
        } else if (method == HttpMethod.GET) {
            streams.open(context);
        } else if (method == HttpMethod.DELETE) {
            sessions.end(context);
        } else {
            context.response().putHeader("Allow", "GET, POST, DELETE");
            RpcAnswer.refuse(context, 405, JsonRpcErrorCodes.INVALID_REQUEST, "this path takes GET, POST and DELETE");
        }
    }

    private void versioned(RoutingContext context) {
        var version = Optional.ofNullable(context.request().getHeader(VERSION));
        if (version.isPresent() && !VERSIONS.contains(version.orElseThrow())) {
            RpcAnswer.refuse(context, 400, JsonRpcErrorCodes.INVALID_REQUEST,
                    VERSION + " must be one of: " + String.join(", ", VERSIONS));
        } else if (!acceptable(context)) {
            RpcAnswer.refuse(context, 406, JsonRpcErrorCodes.INVALID_REQUEST,
                    "Accept must list both " + JSON + " and " + EVENT_STREAM);
        } else {
            read(context);
        }
    }

    /** A client that takes everything takes both types; the extension wants to see them named. */
    private static boolean acceptable(RoutingContext context) {
        var accepted = String.join(",", context.request().headers().getAll("Accept"));
        if (accepted.isEmpty() || accepted.contains("*/*")) {
            context.request().headers().set("Accept", JSON + ", " + EVENT_STREAM);
            return true;
        }
        return accepted.contains(JSON) && accepted.contains(EVENT_STREAM);
    }

    private void read(RoutingContext context) {
        Inbound inbound;
        try {
            inbound = new Inbound(bodies.read(Optional.ofNullable(context.body().buffer())));
        } catch (FaultException malformed) {
            RpcAnswer.refuse(context, 400, JsonRpcErrorCodes.PARSE_ERROR, malformed.fault().detail());
            return;
        }
        MessageForm.of(inbound).ifPresentOrElse(
                wrong -> refuse(context, inbound, wrong),
                () -> take(context, inbound));
    }

    /** Who sent an id reads the answer by it; clients take a status other than 200 for a failure of the transport. */
    private static void refuse(RoutingContext context, Inbound inbound, MessageForm.Wrong wrong) {
        var id = inbound.single().map(message -> message.path("id"))
                .filter(value -> value.isTextual() || value.isIntegralNumber());
        if (id.isPresent() && wrong.code() == JsonRpcErrorCodes.INVALID_PARAMS) {
            RpcAnswer.error(context, id.orElseThrow(), wrong.code(), wrong.message());
        } else {
            RpcAnswer.refuse(context, 400, wrong.code(), wrong.message());
        }
    }

    private void take(RoutingContext context, Inbound inbound) {
        var watched = inbound.single().flatMap(Front::watched);
        if (watched.isPresent()) {
            subscription(context, inbound.single().orElseThrow(), watched.orElseThrow());
            return;
        }
        inbound.messages().filter(message -> message.path("method").asText().equals("notifications/cancelled"))
                .forEach(message -> sessions.cancel(context, message.path("params").path("requestId").asText()));
        if (needless(context, inbound)) {
            context.response().setStatusCode(202).end();
            return;
        }
        inbound.keep(context);
        inbound.withoutNulls().ifPresent(body -> ((RoutingContextInternal) context).setBody(Buffer.buffer(body.toString())));
        context.next();
    }

    /**
     * Whether the extension need not see what wants no answer: of a session that was not begun here it answers a notification
     * by an error, as an unknown method, and begins a session for an answer, of which no client knows.
     */
    private boolean needless(RoutingContext context, Inbound inbound) {
        return inbound.single().filter(message -> !message.has("method") || !message.has("id")).isPresent()
                && Sessions.name(context).filter(sessions::begunHere).isEmpty();
    }

    /** The workflow that a message subscribes to, or no longer; empty for every other message. */
    private static Optional<Aspect.View> watched(ObjectNode message) {
        return Optional.of(message)
                .filter(given -> SUBSCRIPTIONS.contains(given.path("method").asText()))
                .flatMap(given -> Aspect.View.of(given.path("params").path("uri").asText()));
    }

    private void subscription(RoutingContext context, ObjectNode message, Aspect.View view) {
        JsonNode id = message.path("id");
        var subscribes = message.path("method").asText().equals(SUBSCRIBE);
        var change = subscribes ? sessions.subscribe(context, view) : sessions.unsubscribe(context, view);
        change.subscribe().with(
                _ -> RpcAnswer.result(context, id),
                failure -> RpcAnswer.failure(context, id, failure));
    }
}
