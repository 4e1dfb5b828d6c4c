package org.mcporchestrator.engine.call;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;

import org.mcporchestrator.agent.traffic.FairQueue;
import org.mcporchestrator.workflow.WorkflowId;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;

/**
 * Limits the model calls of this process. Calls beyond the limit wait: those of one workflow in the order in which they came,
 * and the workflows take turns, so that one with many calls holds up no other.
 */
public final class CallSlots {

    private final FairQueue<WorkflowId, Ticket> queue = new FairQueue<>();
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
                queue.add(ticket.workflow, ticket);
            }
        }
        admit();
    }

    private void leave(Ticket ticket) {
        synchronized (this) {
            ticket.left = true;
            if (ticket.admitted) {
                free++;
            } else {
                var _ = queue.remove(ticket.workflow, ticket);
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
        while (free > 0 && queue.size() > 0) {
            var ticket = queue.poll().orElseThrow();
            ticket.admitted = true;
            free--;
            admitted.add(ticket);
        }
        return admitted;
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
