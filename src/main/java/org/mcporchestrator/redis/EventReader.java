package org.mcporchestrator.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.mcporchestrator.journal.JournalEntry;
import org.mcporchestrator.journal.Position;
import org.mcporchestrator.redis.link.RedisLink;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.Subscriptions;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;

/**
 * One subscription to a workflow's events. Reads what its subscriber asked for and hands it on at once: it keeps a position, no
 * events. At the tip it listens to the workflow's channel, where everything is told: events, the end, the removal, and that
 * something may have been missed. While nothing is told it asks Redis for nothing. Once it has begun it rides out an absence of
 * Redis.
 */
final class EventReader implements Flow.Subscription {

    private static final int PAGE = 100;
    /** After a look that Redis did not answer: its return is told, but not that it was only too busy. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final RedisLink link;
    private final RedisKeys keys;
    private final Stored stored;
    private final WorkflowId id;
    private final Flow.Subscriber<? super JournalEntry> subscriber;
    private final AtomicLong wanted = new AtomicLong();
    private final AtomicInteger calls = new AtomicInteger();
    private volatile boolean done;
    private volatile boolean news = true;
    private volatile boolean reading;
    private volatile boolean begun;
    private volatile Position last;
    private @Nullable Cancellable listening;
    private @Nullable Cancellable lookingAgain;

    EventReader(RedisLink link, RedisKeys keys, Stored stored, WorkflowId id, Position after,
            Flow.Subscriber<? super JournalEntry> subscriber) {
        this.link = link;
        this.keys = keys;
        this.stored = stored;
        this.id = id;
        this.last = after;
        this.subscriber = subscriber;
    }

    void begin() {
        subscriber.onSubscribe(this);
        look();
    }

    @Override
    public void request(long count) {
        if (count <= 0) {
            cancel();
            subscriber.onError(Subscriptions.getInvalidRequestException());
            return;
        }
        Subscriptions.add(wanted, count);
        look();
    }

    @Override
    public synchronized void cancel() {
        done = true;
        if (listening != null) {
            listening.cancel();
        }
        if (lookingAgain != null) {
            lookingAgain.cancel();
        }
    }

    /** There may be something new. */
    private void wake() {
        news = true;
        look();
    }

    /** Starts a read if one makes sense now. One thread at a time; calls of others make that thread look again. */
    private void look() {
        if (calls.getAndIncrement() != 0) {
            return;
        }
        var seen = 1;
        while (seen != 0) {
            if (!done && !reading && news && (wanted.get() > 0 || !begun)) {
                reading = true;
                news = false;
                read((int) Math.min(PAGE, wanted.get()));
            }
            seen = calls.addAndGet(-seen);
        }
    }

    /** The head first: an end that it tells of has its events in the journal. */
    private void read(int count) {
        var head = Request.cmd(Command.HMGET).arg(keys.run(id)).arg("status").arg("seq");
        var events = Request.cmd(Command.XRANGE).arg(keys.journal(id)).arg("(" + last).arg("+").arg("COUNT").arg(count);
        link.read(count == 0 ? List.of(head) : List.of(head, events)).subscribe().with(
                answers -> arrived(answers, count), this::missed);
    }

    private void arrived(List<Response> answers, int count) {
        begun = true;
        try {
            var status = Stored.value(answers.get(0).get(0)).map(Stored::status).orElseThrow(() -> new FaultException(
                    Fault.Code.UNKNOWN_WORKFLOW, "there is no workflow " + id));
            var got = count == 0 ? 0 : handOn(answers.get(1));
            if (status.ended() && last.seq() >= answers.get(0).get(1).toLong()) {
                finish(subscriber::onComplete);
            } else if (count > 0 && got == count) {
                news = true;
            } else if (count > 0) {
                listen();
            } else {
                news = true;
            }
        } catch (RuntimeException failure) {
            finish(() -> subscriber.onError(failure));
        }
        reading = false;
        look();
    }

    private int handOn(Response events) {
        for (var event : events) {
            if (done) {
                break;
            }
            var entry = stored.entry(event);
            last = entry.position();
            Subscriptions.produced(wanted, 1);
            subscriber.onNext(entry);
        }
        return events.size();
    }

    private void missed(Throwable failure) {
        if (begun) {
            listen();
            lookAgain();
        } else {
            finish(() -> subscriber.onError(failure));
        }
        reading = false;
    }

    private void finish(Runnable signal) {
        if (!done) {
            cancel();
            signal.run();
        }
    }

    /** From now on it is told. The first word comes when the subscription holds, so that nothing is missed before. */
    private synchronized void listen() {
        if (done || listening != null) {
            return;
        }
        listening = link.channels().listen(keys.events(id), _ -> wake());
    }

    private synchronized void lookAgain() {
        if (!done) {
            lookingAgain = Uni.createFrom().voidItem()
                    .onItem().delayIt().by(LOOK_AGAIN)
                    .subscribe().with(_ -> wake());
        }
    }
}
