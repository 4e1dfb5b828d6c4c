package org.mcporchestrator.memory;

import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.mcporchestrator.journal.JournalEntry;
import org.mcporchestrator.journal.Position;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;

import io.smallrye.mutiny.helpers.Subscriptions;

/**
 * One subscription to a log. Takes an entry from it only when its subscriber has asked for one: it keeps a place, no entries.
 */
final class Reader implements Flow.Subscription {

    private final EventLog log;
    private final Position after;
    private final Flow.Subscriber<? super JournalEntry> subscriber;
    private final AtomicLong wanted = new AtomicLong();
    private final AtomicInteger calls = new AtomicInteger();
    private volatile boolean done;
    /** Touched only by whoever hands on. */
    private int next;

    Reader(EventLog log, Position after, Flow.Subscriber<? super JournalEntry> subscriber) {
        this.log = log;
        this.after = after;
        this.subscriber = subscriber;
    }

    /** The last look at the log comes after entering it, so that nothing written meanwhile is missed. */
    void begin() {
        subscriber.onSubscribe(this);
        log.enter(this);
        if (done) {
            log.leave(this);
        }
        handOn();
    }

    @Override
    public void request(long count) {
        if (count <= 0) {
            cancel();
            subscriber.onError(Subscriptions.getInvalidRequestException());
            return;
        }
        Subscriptions.add(wanted, count);
        handOn();
    }

    @Override
    public void cancel() {
        done = true;
        log.leave(this);
    }

    /** Hands on what is wanted and there. One thread at a time; calls of others make that thread look again. */
    void handOn() {
        if (calls.getAndIncrement() != 0) {
            return;
        }
        var seen = 1;
        while (seen != 0) {
            handOnAll();
            seen = calls.addAndGet(-seen);
        }
    }

    private void handOnAll() {
        while (!done && wanted.get() > 0) {
            var entry = log.at(next);
            if (entry.isEmpty()) {
                break;
            }
            next++;
            if (entry.get().position().compareTo(after) > 0) {
                Subscriptions.produced(wanted, 1);
                subscriber.onNext(entry.get());
            }
        }
        if (!done && log.abandoned()) {
            cancel();
            subscriber.onError(new FaultException(Fault.Code.UNKNOWN_WORKFLOW, "the workflow is not kept here any more"));
        } else if (!done && log.endsAt(next)) {
            cancel();
            subscriber.onComplete();
        }
    }
}
