package org.mcporchestrator.api.mcp.wire;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.mcporchestrator.api.mcp.resource.Aspect;
import org.mcporchestrator.journal.JournalEntry;
import org.mcporchestrator.journal.Position;
import org.mcporchestrator.stream.Detail;
import org.mcporchestrator.stream.EventStreams;
import org.mcporchestrator.stream.StreamItem;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.Cancellable;

/**
 * The subscriptions of one session and the streams on which it hears of them. Workflows are only followed while a stream is
 * open, each from behind the last event that was told, so that nothing is missed between two streams. A message goes to one
 * stream only (MCP 2025-11-25, transports): the one that was opened last. Streams are told and ended without its lock, since
 * they have locks of their own.
 */
final class Session {

    private static final int MOST = 100;
    private static final Duration NO_HEARTBEATS = Duration.ofDays(1);

    private final EventStreams events;
    private final Map<Aspect.View, Position> told = new HashMap<>();
    private final Map<Aspect.View, Following> followed = new HashMap<>();
    private final Deque<Hearer> streams = new ArrayDeque<>();

    Session(EventStreams events) {
        this.events = events;
    }

    /** A stream of the session. No method may wait. */
    interface Hearer {

        void changed(Aspect.View view);

        /** There will be no more news. */
        void end();
    }

    /** Events that are being read. Known by its identity. */
    private static final class Following {

        private Cancellable reading = () -> {
        };
    }

    /** @param tip behind which events are news */
    synchronized void subscribe(Aspect.View view, Position tip) {
        if (told.size() >= MOST && !told.containsKey(view)) {
            throw Sessions.tooMany(MOST);
        }
        told.putIfAbsent(view, tip);
    }

    synchronized void unsubscribe(Aspect.View view) {
        told.remove(view);
        Optional.ofNullable(followed.remove(view)).ifPresent(following -> following.reading.cancel());
    }

    synchronized void open(Hearer stream) {
        streams.addFirst(stream);
    }

    synchronized void close(Hearer stream) {
        streams.remove(stream);
        if (streams.isEmpty()) {
            rest();
        }
    }

    /** Follows nothing any more, and ends its streams. */
    void end() {
        ending().forEach(Hearer::end);
    }

    private synchronized List<Hearer> ending() {
        var all = List.copyOf(streams);
        streams.clear();
        told.clear();
        rest();
        return all;
    }

    private void rest() {
        followed.values().forEach(following -> following.reading.cancel());
        followed.clear();
    }

    synchronized boolean empty() {
        return idle() && told.isEmpty();
    }

    synchronized boolean idle() {
        return streams.isEmpty();
    }

    /** Follows all that is subscribed to and not followed yet, or not any more since it could not be read. */
    synchronized void follow() {
        if (!streams.isEmpty()) {
            List.copyOf(told.keySet()).stream().filter(view -> !followed.containsKey(view)).forEach(this::follow);
        }
    }

    private void follow(Aspect.View view) {
        var following = new Following();
        followed.put(view, following);
        following.reading = events
                .open(view.id(), told.getOrDefault(view, Position.START), Optional.of(NO_HEARTBEATS), Detail.NONE)
                .onItem().transformToMulti(open -> open.orElseGet(() -> Multi.createFrom().empty()))
                .subscribe().with(item -> heard(view, following, item), failure -> broke(view, following, failure));
    }

    private void heard(Aspect.View view, Following following, StreamItem item) {
        if (item instanceof StreamItem.Event(var entry)) {
            hearer(view, entry).ifPresent(stream -> stream.changed(view));
        } else if (item instanceof StreamItem.Broken(_, var fault)) {
            broke(view, following, new FaultException(fault.code(), fault.detail()));
        }
    }

    private synchronized Optional<Hearer> hearer(Aspect.View view, JournalEntry entry) {
        told.computeIfPresent(view, (_, _) -> entry.position());
        return view.aspect().changedBy(entry.envelope().event()) ? Optional.ofNullable(streams.peekFirst()) : Optional.empty();
    }

    /** It is followed again later, unless the workflow is gone. */
    private synchronized void broke(Aspect.View view, Following following, Throwable failure) {
        if (followed.remove(view, following) && failure instanceof FaultException fault
                && fault.fault().code() == Fault.Code.UNKNOWN_WORKFLOW) {
            told.remove(view);
        }
        Log.debugf("a subscription hears nothing for now: workflow=%s, error=%s", view.id(), failure.getMessage());
    }
}
