package org.mcporchestrator.api.mcp.wire;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import org.mcporchestrator.api.mcp.resource.Aspect;
import org.mcporchestrator.journal.JournalEntry;
import org.mcporchestrator.journal.Position;
import org.mcporchestrator.stream.Detail;
import org.mcporchestrator.stream.EventStreams;
import org.mcporchestrator.stream.StreamItem;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.Cancellable;

/**
 * The subscriptions of one session and the streams on which it hears of them. Workflows are only followed while a stream is
 * open, each from behind the last event that was told, so that nothing is missed between two streams. A message goes to one
 * stream only (MCP 2025-11-25, transports): the one that was opened last.
 */
final class Session {

    private static final int MOST = 100;
    private static final Duration NO_HEARTBEATS = Duration.ofDays(1);

    private final EventStreams events;
    private final Map<Aspect.View, Position> told = new HashMap<>();
    private final Map<Aspect.View, Cancellable> followed = new HashMap<>();
    private final Deque<Consumer<Aspect.View>> streams = new ArrayDeque<>();

    Session(EventStreams events) {
        this.events = events;
    }

    synchronized void subscribe(Aspect.View view, Position tip) {
        if (told.size() >= MOST && !told.containsKey(view)) {
            throw Sessions.tooMany(MOST);
        }
        told.putIfAbsent(view, tip);
        follow(view);
    }

    synchronized void unsubscribe(Aspect.View view) {
        told.remove(view);
        Optional.ofNullable(followed.remove(view)).ifPresent(Cancellable::cancel);
    }

    /** @param stream is told what has changed */
    synchronized void open(Consumer<Aspect.View> stream) {
        streams.addFirst(stream);
        told.keySet().forEach(this::follow);
    }

    synchronized void close(Consumer<Aspect.View> stream) {
        streams.remove(stream);
        if (streams.isEmpty()) {
            end();
        }
    }

    /** Follows nothing any more. */
    synchronized void end() {
        followed.values().forEach(Cancellable::cancel);
        followed.clear();
    }

    synchronized boolean empty() {
        return idle() && told.isEmpty();
    }

    synchronized boolean idle() {
        return streams.isEmpty();
    }

    private void follow(Aspect.View view) {
        if (!streams.isEmpty() && !followed.containsKey(view)) {
            var after = told.getOrDefault(view, Position.START);
            followed.put(view, events.open(view.id(), after, Optional.of(NO_HEARTBEATS), Detail.NONE)
                    .onItem().transformToMulti(open -> open.orElseGet(() -> Multi.createFrom().empty()))
                    .select().where(StreamItem.Event.class::isInstance)
                    .map(item -> ((StreamItem.Event) item).entry())
                    .subscribe().with(entry -> happened(view, entry), failure -> Log.warnf(
                            "a subscription hears nothing any more: workflow=%s, error=%s", view.id(), failure.getMessage())));
        }
    }

    private synchronized void happened(Aspect.View view, JournalEntry entry) {
        told.computeIfPresent(view, (_, _) -> entry.position());
        if (view.aspect().changedBy(entry.envelope().event()) && !streams.isEmpty()) {
            streams.getFirst().accept(view);
        }
    }
}
