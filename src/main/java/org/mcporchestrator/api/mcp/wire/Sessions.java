package org.mcporchestrator.api.mcp.wire;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import org.mcporchestrator.api.mcp.resource.Aspect;
import org.mcporchestrator.api.mcp.wire.Gossip.Change;
import org.mcporchestrator.engine.Workflows;
import org.mcporchestrator.relay.Relay;
import org.mcporchestrator.stream.EventStreams;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;

import io.quarkiverse.mcp.server.runtime.ConnectionManager;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;

/**
 * What clients want to hear of, by their sessions. A session is only a name here: any process takes one that another began, and
 * none has to be known for a call. One that its client ended is not taken any more.
 */
@Singleton
class Sessions {

    static final String HEADER = "Mcp-Session-Id";

    private static final int MOST = 10_000;
    /** Visible ASCII (MCP 2025-11-25, transports). */
    private static final Pattern FORM = Pattern.compile("[\\x21-\\x7E]{1,200}");

    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final Recent<String> ended = new Recent<>();
    private final String here = UUID.randomUUID().toString();
    private final ConnectionManager connections;
    private final Cancellations cancellations;
    private final Workflows workflows;
    private final EventStreams events;
    private final Relay relay;

    Sessions(ConnectionManager connections, Cancellations cancellations, Workflows workflows, EventStreams events,
            Relay relay) {
        this.connections = connections;
        this.cancellations = cancellations;
        this.workflows = workflows;
        this.events = events;
        this.relay = relay;
    }

    void hear(@Observes StartupEvent startup) {
        relay.listen(text -> Gossip.of(text).filter(gossip -> !gossip.from().equals(here)).ifPresent(this::applyToo));
    }

    /** What another process has taken is not refused here in a way that anybody would read. */
    private void applyToo(Gossip gossip) {
        try {
            apply(gossip);
        } catch (FaultException refused) {
            Log.warnf("a subscription of another process is not followed here: error=%s", refused.fault().detail());
        }
    }

    /** The name of the session of a request; empty if it has none, or a malformed one. */
    static Optional<String> name(RoutingContext context) {
        return Optional.ofNullable(context.request().getHeader(HEADER)).filter(name -> FORM.matcher(name).matches());
    }

    /** Whether the extension began it here, and so keeps a connection for it. */
    boolean begunHere(String name) {
        return connections.has(name);
    }

    /** Whether a client ended the session of a request; one that was never begun is not refused. */
    boolean ended(RoutingContext context) {
        return name(context).filter(ended::has).isPresent();
    }

    /** Lets a stream hear the news of a session. */
    void open(String name, Session.Hearer stream) {
        in(name, session -> session.open(stream));
    }

    /** The stream hears nothing any more. A session that nobody reads and that wants to hear of nothing is forgotten. */
    void close(String name, Session.Hearer stream) {
        leave(name, session -> session.close(stream));
    }

    /** Follows again what could not be read. */
    void follow(String name) {
        Optional.ofNullable(sessions.get(name)).ifPresent(Session::follow);
    }

    /** Does something to a session while it cannot be forgotten; there it begins, if nobody has heard of it. */
    private void in(String name, Consumer<Session> what) {
        if (sessions.size() >= MOST) {
            List.copyOf(sessions.keySet()).forEach(this::forgetIfIdle);
        }
        sessions.compute(name, (_, known) -> {
            var session = known == null ? new Session(events) : known;
            what.accept(session);
            return session;
        });
        follow(name);
    }

    private void forgetIfIdle(String name) {
        sessions.computeIfPresent(name, (_, session) -> session.idle() ? null : session);
    }

    private void leave(String name, Consumer<Session> what) {
        sessions.computeIfPresent(name, (_, session) -> {
            what.accept(session);
            return session.empty() ? null : session;
        });
    }

    /** @return fails with {@code UNKNOWN_WORKFLOW}, or {@code INVALID_REQUEST} if there is nowhere to send news */
    Uni<Void> subscribe(RoutingContext context, Aspect.View view) {
        return Uni.createFrom().deferred(() -> {
            var name = required(context);
            return workflows.find(view.id())
                    .invoke(found -> change(name, new Change.Subscribed(view, found.standing().head().tip())))
                    .replaceWithVoid();
        });
    }

    Uni<Void> unsubscribe(RoutingContext context, Aspect.View view) {
        return Uni.createFrom().item(() -> required(context))
                .invoke(name -> change(name, new Change.Unsubscribed(view)))
                .replaceWithVoid();
    }

    /** Gives a request of the session up, whichever process serves it. */
    void cancel(RoutingContext context, String request) {
        name(context).ifPresent(name -> change(name, new Change.Cancelled(request)));
    }

    /** Ends a session wherever it was begun: to a client it makes no difference whether it was known here. */
    void end(RoutingContext context) {
        name(context).ifPresent(this::end);
        context.response().end();
    }

    void end(String name) {
        change(name, new Change.Ended());
    }

    private void change(String name, Change change) {
        var gossip = new Gossip(here, name, change);
        apply(gossip);
        relay.tell(gossip.wire());
    }

    private void apply(Gossip gossip) {
        var name = gossip.session();
        switch (gossip.change()) {
            case Change.Subscribed made -> in(name, session -> session.subscribe(made.view(), made.after()));
            case Change.Unsubscribed made -> leave(name, session -> session.unsubscribe(made.view()));
            case Change.Cancelled made -> cancellations.add(name, made.request());
            case Change.Ended _ -> {
                ended.add(name);
                Optional.ofNullable(sessions.remove(name)).ifPresent(Session::end);
                connections.remove(name);
            }
        }
    }

    private static String required(RoutingContext context) {
        return name(context).orElseThrow(() -> FaultException.invalid(List.of(
                new FaultException.Problem(HEADER, "is required: news are sent in the stream of a session"))));
    }

    static FaultException tooMany(int most) {
        return new FaultException(Fault.Code.INVALID_REQUEST, "a session can have at most " + most + " subscriptions");
    }
}
