package org.mcporchestrator.engine.drive;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.mcporchestrator.workflow.WorkflowId;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;

/**
 * Limits the model calls of this process. Calls beyond the limit wait: those of one workflow in the order in which they came,
 * and
 * the workflows take turns, so that one with many calls holds up no other.
 */
public final class CallSlots {

    /** What waits, by workflow; the first one's turn is next. */
    private final SequencedMap<WorkflowId, LinkedHashSet<Ticket>> queues = new LinkedHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private int free;

    public CallSlots(int size) {
        this.free = size;
    }

    /** The same call, made when there is room for it. Cancelling it leaves the queue or frees its slot. */
    public <T> Uni<T> within(WorkflowId workflow, Uni<T> call) {
        return Uni.createFrom().deferred(() -> {
            var ticket = new Ticket(workflow);
            return Uni.createFrom().<Void> emitter(emitter -> enter(ticket, emitter))
                    .chain(() -> call)
                    .onTermination().invoke(() -> leave(ticket));
        });
    }

    private void enter(Ticket ticket, UniEmitter<? super Void> emitter) {
        ticket.go = () -> emitter.complete(null);
        synchronized (this) {
            if (!ticket.left) {
                queues.computeIfAbsent(ticket.workflow, _ -> new LinkedHashSet<>()).add(ticket);
            }
        }
        admit();
    }

    private void leave(Ticket ticket) {
        synchronized (this) {
            ticket.left = true;
            if (!withdraw(ticket) && ticket.admitted) {
                ticket.admitted = false;
                free++;
            }
        }
        admit();
    }

    /** A loop and not recursion: a call that ends at once admits the next, which may end at once. */
    private void admit() {
        if (requests.getAndIncrement() > 0) {
            return;
        }
        var seen = 1;
        do {
            admitted().forEach(ticket -> ticket.go.run());
            seen = requests.addAndGet(-seen);
        } while (seen != 0);
    }

    private synchronized Queue<Ticket> admitted() {
        var admitted = new ArrayDeque<Ticket>();
        while (free > 0 && !queues.isEmpty()) {
            var ticket = next();
            ticket.admitted = true;
            free--;
            admitted.add(ticket);
        }
        return admitted;
    }

    /** The first call of the workflow whose turn it is; if it has more, its next turn comes after all others. */
    private Ticket next() {
        var turn = queues.pollFirstEntry();
        var ticket = turn.getValue().removeFirst();
        if (!turn.getValue().isEmpty()) {
            queues.put(turn.getKey(), turn.getValue());
        }
        return ticket;
    }

    private boolean withdraw(Ticket ticket) {
        var queue = queues.get(ticket.workflow);
        if (queue == null || !queue.remove(ticket)) {
            return false;
        }
        if (queue.isEmpty()) {
            queues.remove(ticket.workflow);
        }
        return true;
    }

    private static final class Ticket {

        private final WorkflowId workflow;
        private Runnable go = () -> {
        };
        private boolean admitted;
        /** A call may be cancelled before it came to the queue. */
        private boolean left;

        Ticket(WorkflowId workflow) {
            this.workflow = workflow;
        }
    }
}
