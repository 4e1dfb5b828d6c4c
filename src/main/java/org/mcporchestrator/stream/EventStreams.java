package org.mcporchestrator.stream;

import java.time.Duration;
import java.util.Optional;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

import org.mcporchestrator.journal.Journal;
import org.mcporchestrator.journal.Position;
import org.mcporchestrator.journal.Standing;
import org.mcporchestrator.journal.live.Window;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;

import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;

/** The events of workflows for readers: past ones first, then live ones, with heartbeats between and a mark at the end. */
@ApplicationScoped
public class EventStreams {

    /** Known by its identity, and never sent. */
    private static final StreamItem END = new StreamItem.Opened();

    private final Journal journal;
    private final Window window;
    private final Readers readers;
    private final StreamConfig config;
    private final BroadcastProcessor<StreamItem> ends = BroadcastProcessor.create();

    EventStreams(Journal journal, Window window, Readers readers, StreamConfig config) {
        this.journal = journal;
        this.window = window;
        this.readers = readers;
        this.config = config;
    }

    /**
     * Opens a stream behind a position. At most one event and one heartbeat are held for a reader that does not ask for more:
     * it holds up nobody, and heartbeats that it does not take are dropped.
     *
     * @param heartbeat time between two; empty: the configured one
     * @param detail what is handed on beside the events; what the reader is too slow for of it is left out
     * @return empty if the workflow has ended and no event follows the position; fails with {@code UNKNOWN_WORKFLOW},
     *         {@code OVERLOADED} or {@code JOURNAL_UNAVAILABLE}
     */
    public Uni<Optional<Multi<StreamItem>>> open(WorkflowId id, Position after, Optional<Duration> heartbeat, Detail detail) {
        return journal.find(id)
                .map(found -> found.orElseThrow(() -> unknown(id)))
                .invoke(readers::refuseIfFull)
                .map(standing -> over(standing, after) ? Optional.empty()
                        : Optional.of(items(id, after, heartbeat.orElseGet(config::heartbeat), detail)));
    }

    /** The {@code seq} alone decides: it counts through all epochs. */
    private static boolean over(Standing standing, Position after) {
        return standing.status().ended() && after.seq() >= standing.head().seq();
    }

    /** After the steps under way were recorded: readers get the end of their stream, and come back elsewhere. */
    void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) ShutdownEvent shutdown) {
        ends.onNext(END);
    }

    private Multi<StreamItem> items(WorkflowId id, Position after, Duration heartbeat, Detail detail) {
        return Multi.createFrom().deferred(() -> {
            var reader = readers.enter(id);
            return together(events(id, after), sights(id, detail), heartbeat).onTermination()
                    .invoke(() -> readers.leave(reader));
        });
    }

    private Multi<StreamItem> events(WorkflowId id, Position after) {
        return journal.follow(id, after)
                .<StreamItem> map(StreamItem.Event::new)
                .onItem().invoke(readers::sent)
                .onCompletion().continueWith(new StreamItem.Closed(id))
                .onFailure().recoverWithItem(failure -> broken(id, failure));
    }

    private static StreamItem broken(WorkflowId id, Throwable failure) {
        if (failure instanceof FaultException known) {
            Log.warnf("events of a workflow cannot be read: workflow=%s, code=%s", id, known.fault().code().wire());
            return new StreamItem.Broken(id, known.fault());
        }
        Log.errorf(failure, "events of a workflow cannot be read: workflow=%s", id);
        return new StreamItem.Broken(id, new Fault(Fault.Code.INTERNAL, "the server made an error"));
    }

    private Multi<StreamItem> sights(WorkflowId id, Detail detail) {
        return detail == Detail.NONE ? Multi.createFrom().empty()
                : window.watch(id)
                        .filter(detail::shows)
                        .map(StreamItem.Seen::new);
    }

    /** Ends with the events: the mark behind them stops sights and heartbeats, which never end by themselves. */
    private Multi<StreamItem> together(Multi<StreamItem> events, Multi<StreamItem> sights, Duration every) {
        var beats = Multi.createFrom().ticks().startingAfter(every).every(every)
                .onOverflow().drop()
                .<StreamItem> map(_ -> new StreamItem.Heartbeat());
        var marked = Multi.createBy().concatenating().streams(
                Multi.createFrom().<StreamItem> item(new StreamItem.Opened()), events, Multi.createFrom().item(END));
        return Multi.createBy().merging().withRequests(1).streams(marked, sights, beats, ends.onOverflow().buffer(1))
                .select().first(item -> item != END);
    }

    private static FaultException unknown(WorkflowId id) {
        return new FaultException(Fault.Code.UNKNOWN_WORKFLOW, "no workflow has the id " + id);
    }
}
