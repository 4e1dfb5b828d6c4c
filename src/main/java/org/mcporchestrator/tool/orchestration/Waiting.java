package org.mcporchestrator.tool.orchestration;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

import jakarta.inject.Singleton;

import org.mcporchestrator.engine.Workflows;
import org.mcporchestrator.journal.Position;
import org.mcporchestrator.stream.Detail;
import org.mcporchestrator.stream.EventStreams;
import org.mcporchestrator.stream.StreamItem;
import org.mcporchestrator.tool.Caller;
import org.mcporchestrator.tool.argument.Arguments;
import org.mcporchestrator.tool.argument.Kind;
import org.mcporchestrator.tool.argument.Parameter;
import org.mcporchestrator.workflow.WorkflowId;

import com.fasterxml.jackson.databind.JsonNode;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/** Lets a caller wait for the end of a workflow, and hear how far it is meanwhile. */
@Singleton
class Waiting {

    static final Parameter SECONDS = Parameter.optional("wait_seconds",
            new Kind.Decimal(BigDecimal.ZERO, BigDecimal.valueOf(3600)),
            """
                    Answers as soon as the workflow has ended, at the latest after so many seconds, and earlier if the connection \
                    cannot be kept open for so long; absent: at once.""");

    private final Workflows workflows;
    private final EventStreams streams;

    Waiting(Workflows workflows, EventStreams streams) {
        this.workflows = workflows;
        this.streams = streams;
    }

    /** How long the caller wants to wait; empty: not at all. */
    static Optional<Duration> patience(Arguments arguments) {
        return arguments.value(SECONDS.name()).map(JsonNode::decimalValue)
                .filter(seconds -> seconds.signum() > 0)
                .map(seconds -> Duration.ofNanos(seconds.movePointRight(9).longValue()));
    }

    /**
     * Waits until the workflow has ended, the patience is used up or the caller has left.
     *
     * @return whether the caller has left; fails with {@code UNKNOWN_WORKFLOW}
     */
    Uni<Boolean> until(WorkflowId id, Duration patience, Caller caller) {
        var limit = patience.compareTo(caller.patience()) < 0 ? patience : caller.patience();
        return Uni.join().first(ended(id, limit, caller).replaceWith(false), caller.leaves().replaceWith(true)).toTerminate()
                .ifNoItem().after(limit).recoverWithItem(false);
    }

    private Uni<Void> ended(WorkflowId id, Duration patience, Caller caller) {
        return caller.listens() ? told(id, patience, caller) : workflows.await(id, patience).replaceWithVoid();
    }

    /** Who finds all places of readers taken waits without news. */
    private Uni<Void> told(WorkflowId id, Duration patience, Caller caller) {
        return streams.open(id, Position.START, Optional.empty(), Detail.NONE)
                .onItem().transformToMulti(open -> open.orElseGet(() -> Multi.createFrom().empty()))
                .invoke(new News(caller)::tell)
                .onItem().ignoreAsUni()
                .onFailure().recoverWithUni(_ -> workflows.await(id, patience).replaceWithVoid());
    }

    /** Tells a caller what happens. */
    private static final class News {

        private final Caller caller;
        private final Milestones milestones = new Milestones();

        News(Caller caller) {
            this.caller = caller;
        }

        void tell(StreamItem item) {
            switch (item) {
                case StreamItem.Event event -> milestones.after(event.entry().envelope().event()).ifPresent(caller::hears);
                case StreamItem.Heartbeat _ -> caller.waits();
                case StreamItem.Seen _ -> {
                }
                case StreamItem.Opened _ -> {
                }
                case StreamItem.Closed _ -> {
                }
                case StreamItem.Broken _ -> {
                }
            }
        }
    }
}
