package org.mcporchestrator.api.http.sse;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import org.mcporchestrator.journal.Position;
import org.mcporchestrator.stream.Detail;
import org.mcporchestrator.stream.EventStreams;
import org.mcporchestrator.stream.StreamItem;
import org.mcporchestrator.tool.argument.Findings;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * {@code GET /stream/{task_id}} and {@code GET /v1/workflows/{id}/events}: a workflow's events as server-sent events (WHATWG
 * HTML, section 9.2). A route and not a resource, because resources write the head of an event stream before they know whether
 * there is one: an unknown workflow could not be 404.
 */
@Singleton
class StreamRoute {

    /** Behind the gate and before the resources. */
    private static final int ORDER = -100;
    private static final int NO_CONTENT = 204;
    private static final int MAX_HEARTBEAT = 60;

    private final EventStreams streams;
    private final Frames frames;
    private final Clients clients;

    StreamRoute(EventStreams streams, Frames frames, Clients clients) {
        this.streams = streams;
        this.frames = frames;
        this.clients = clients;
    }

    void mount(@Observes Router router) {
        router.get("/stream/:id").order(ORDER).handler(this::read);
        router.get("/v1/workflows/:id/events").order(ORDER).handler(this::read);
    }

    private void read(RoutingContext context) {
        Uni.createFrom().deferred(() -> {
            var client = clients.enter(context.request());
            context.addEndHandler(_ -> clients.leave(client));
            return open(context);
        })
                .subscribe().with(
                        items -> items.ifPresentOrElse(present -> send(context, present),
                                () -> nothingFollows(context.response())),
                        context::fail);
    }

    private Uni<Optional<Multi<StreamItem>>> open(RoutingContext context) {
        var findings = new Findings();
        var heartbeat = timeout(context).flatMap(text -> seconds(text, findings));
        var after = Optional.ofNullable(context.request().getHeader("Last-Event-ID")).flatMap(text -> position(text, findings));
        var detail = detail(context, findings);
        findings.report();
        return streams.open(workflow(Optional.ofNullable(context.pathParam("id"))), after.orElse(Position.START), heartbeat,
                detail);
    }

    /** Clients of the system before us that set it expect heartbeats as events {@code keepalive}; others get comments only. */
    private static Optional<String> timeout(RoutingContext context) {
        return Optional.ofNullable(context.request().getParam("timeout"));
    }

    private static Detail detail(RoutingContext context, Findings findings) {
        var wanted = Optional.ofNullable(context.request().getParam("deltas")).orElse("false");
        if (!wanted.equals("true") && !wanted.equals("false")) {
            findings.add("deltas", "must be true or false");
        }
        return wanted.equals("true") ? Detail.TEXT : Detail.PROGRESS;
    }

    private void send(RoutingContext context, Multi<StreamItem> items) {
        var response = context.response();
        response.setChunked(true)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-cache")
                .putHeader("X-Accel-Buffering", "no");
        var keepalives = timeout(context).isPresent();
        Function<StreamItem, String> frame = item -> frames.of(item, keepalives);
        items.map(frame).subscribe().withSubscriber(new SocketWriter(context));
    }

    /** Also tells a browser not to come again. */
    private static void nothingFollows(HttpServerResponse response) {
        response.setStatusCode(NO_CONTENT).end();
    }

    private static WorkflowId workflow(Optional<String> id) {
        return id.flatMap(WorkflowId::parse)
                .orElseThrow(() -> new FaultException(Fault.Code.UNKNOWN_WORKFLOW, "no workflow has this task_id"));
    }

    private static Optional<Duration> seconds(String text, Findings findings) {
        var seconds = Optional.of(text).filter(digits -> digits.matches("[0-9]{1,2}")).map(Integer::valueOf)
                .filter(number -> number >= 1 && number <= MAX_HEARTBEAT);
        if (seconds.isEmpty()) {
            findings.add("timeout", "must be a whole number from 1 to " + MAX_HEARTBEAT);
        }
        return seconds.map(Duration::ofSeconds);
    }

    private static Optional<Position> position(String text, Findings findings) {
        var position = Position.parse(text);
        if (position.isEmpty()) {
            findings.add("Last-Event-ID", "must be the id of an event of this stream, as epoch-seq");
        }
        return position;
    }
}
