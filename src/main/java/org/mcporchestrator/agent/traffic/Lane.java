package org.mcporchestrator.agent.traffic;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

import org.jspecify.annotations.Nullable;
import org.mcporchestrator.agent.Capacity;
import org.mcporchestrator.agent.Provider;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;

/**
 * The way to one provider. A call waits here until it is its workflow's turn, a place is free, there are tokens, and the
 * provider may be called at all; that is looked at once more in the moment in which it leaves. A call that waits can be
 * cancelled, and holds nothing.
 */
public final class Lane {

    /** What a vendor answers instead of work, so that no token counts. */
    private static final Set<Fault.Code> UNWORKED = Set.of(Fault.Code.PROVIDER_OVERLOADED, Fault.Code.PROVIDER_UNAVAILABLE,
            Fault.Code.KEY_REFUSED, Fault.Code.REQUEST_REFUSED);
    /** Failures of the vendor, not of one request: the waits that they name are everybody's. */
    private static final Set<Fault.Code> OF_ALL = Set.of(Fault.Code.PROVIDER_OVERLOADED, Fault.Code.PROVIDER_UNAVAILABLE,
            Fault.Code.REPLY_CUT);
    private static final RuntimeException HELD = new Held();

    private final String provider;
    private final Capacity capacity;
    private final boolean watched;
    private final Breaker breaker;
    private final CommonLimits limits;
    private final Alarm alarm;
    private final Clock clock;
    private final FairQueue<WorkflowId, Ticket> queue = new FairQueue<>();
    private final AtomicInteger pumps = new AtomicInteger();
    private int active;
    private Instant tokensAt = Instant.MIN;
    private Instant wakeAt = Instant.MIN;

    /** Simulated providers are never left alone: what they do is what somebody told them. */
    Lane(Provider provider, TrafficConfig config, CommonLimits limits, Alarm alarm, Clock clock) {
        this.provider = provider.name();
        this.capacity = provider.capacity();
        this.watched = !provider.simulated();
        this.breaker = new Breaker(config, watched);
        this.limits = limits;
        this.alarm = alarm;
        this.clock = clock;
    }

    /**
     * The same call, made when it is its turn.
     *
     * @param used tokens that an answer has needed
     * @return fails with {@link LaneClosed} if the provider may not be called for longer than the turn has patience
     */
    public <T> Uni<T> within(Turn turn, Uni<T> call, ToLongFunction<T> used) {
        return Uni.createFrom().deferred(() -> {
            var again = new AtomicBoolean();
            var name = new AtomicReference<>(name());
            return Uni.createFrom().deferred(() -> attempt(new Ticket(turn, again.getAndSet(true), name), call, used))
                    .onFailure(Held.class).retry().indefinitely();
        });
    }

    /** Only a provider with limits for all processes asks for it. */
    private String name() {
        return watched ? UUID.randomUUID().toString() : "";
    }

    private <T> Uni<T> attempt(Ticket ticket, Uni<T> call, ToLongFunction<T> used) {
        return Uni.createFrom().<Void> emitter(emitter -> enter(ticket, emitter))
                .chain(() -> common(ticket))
                .chain(entry -> entry.delay().isZero() ? leave(ticket, call) : this.<T> hold(entry))
                .onTermination().invoke((item, failure, cancelled) -> end(ticket, item, failure, used));
    }

    private void enter(Ticket ticket, UniEmitter<? super Void> emitter) {
        ticket.emitter = emitter;
        synchronized (this) {
            if (!ticket.ended) {
                ticket.queue(queue);
            }
        }
        pump();
    }

    /** What holds for all processes; nobody else has to do with a simulated provider. */
    private Uni<CommonLimits.Entry> common(Ticket ticket) {
        return watched
                ? limits.enter(provider, ticket.name.get(), ticket.turn.tokens(), capacity.tokensPerMinute())
                : Uni.createFrom().item(CommonLimits.Entry.FREE);
    }

    private <T> Uni<T> hold(CommonLimits.Entry entry) {
        synchronized (this) {
            if (entry.paused()) {
                breaker.pause(clock.instant(), entry.delay());
            } else {
                tokensAt = clock.instant().plus(entry.delay());
            }
        }
        return Uni.createFrom().failure(HELD);
    }

    private <T> Uni<T> leave(Ticket ticket, Uni<T> call) {
        ticket.tokens = ticket.turn.tokens();
        // It has its tokens, and gives them back if it cannot leave: then it needs others.
        ticket.name.set(name());
        return ticket.turn.permission()
                .within(Uni.createFrom().<T> deferred(() -> leaves(ticket) ? call : Uni.createFrom().<T> failure(HELD)));
    }

    /** Between its turn and this moment the provider may have begun to fail. */
    private synchronized boolean leaves(Ticket ticket) {
        ticket.left = breaker.current(ticket.era);
        return ticket.left;
    }

    private <T> void end(Ticket ticket, @Nullable T item, @Nullable Throwable failure, ToLongFunction<T> used) {
        synchronized (this) {
            ticket.ended = true;
            if (ticket.placed) {
                active--;
                judge(ticket, item == null && failure == null, failure);
            } else {
                var _ = queue.remove(ticket.turn.permission().workflow(), ticket);
            }
        }
        settle(ticket, item == null ? lost(ticket, failure) : used.applyAsLong(item), failure);
        pump();
    }

    private void judge(Ticket ticket, boolean calledOff, @Nullable Throwable failure) {
        if (!ticket.left || calledOff) {
            breaker.abandoned(ticket.era);
        } else {
            breaker.ended(ticket.era, Optional.ofNullable(failure), ticket.turn.timeout(), clock.instant());
        }
    }

    /** Tokens of a call without an answer: the vendor has counted them if it worked on it. */
    private static long lost(Ticket ticket, @Nullable Throwable failure) {
        var unworked = failure instanceof FaultException fault && UNWORKED.contains(fault.fault().code());
        return ticket.left && !unworked ? ticket.tokens : 0;
    }

    /** Nobody waits for it: limits never fail. */
    private void settle(Ticket ticket, long used, @Nullable Throwable failure) {
        if (capacity.tokensPerMinute() > 0 && ticket.tokens != used) {
            limits.giveBack(provider, ticket.tokens - used, capacity.tokensPerMinute()).subscribe().with(_ -> {
            });
        }
        if (watched && ticket.left && failure instanceof FaultException fault && OF_ALL.contains(fault.fault().code())) {
            fault.retryAfter().ifPresent(wait -> limits.pause(provider, wait).subscribe().with(_ -> {
            }));
        }
    }

    /** A loop and not recursion: a call that ends at once admits the next, which may end at once. */
    private void pump() {
        if (pumps.getAndIncrement() > 0) {
            return;
        }
        var seen = 1;
        do {
            due().forEach(Runnable::run);
            seen = pumps.addAndGet(-seen);
        } while (seen != 0);
    }

    /** What is to be told to those who wait: to go, or to give up. */
    private synchronized List<Runnable> due() {
        var now = clock.instant();
        var due = new ArrayList<Runnable>(turnedAway(now));
        while (queue.size() > 0 && active < capacity.calls() && !now.isBefore(tokensAt) && breaker.admits(now)) {
            var ticket = queue.poll().orElseThrow();
            ticket.place(breaker.begin());
            active++;
            due.add(ticket::go);
        }
        if (queue.size() > 0 && breaker.probing()) {
            due.addAll(turnedAway(ticket -> ticket.turn.replaceable(), closed("until a call shows whether it is well")));
        }
        if (queue.size() > 0) {
            wake(now);
        }
        return due;
    }

    private List<Runnable> turnedAway(Instant now) {
        var blocked = breaker.blocked(now);
        return blocked.isZero() ? List.of()
                : turnedAway(ticket -> ticket.turn.patience().compareTo(blocked) < 0,
                        closed("for another " + blocked.toMillis() + " ms").retryAfter(blocked));
    }

    private List<Runnable> turnedAway(Predicate<Ticket> who, FaultException why) {
        var closed = new LaneClosed(why);
        return queue.removeAll(who).stream().<Runnable> map(ticket -> () -> ticket.turnAway(closed)).toList();
    }

    private FaultException closed(String howLong) {
        return new FaultException(breaker.onRequest() ? Fault.Code.PROVIDER_OVERLOADED : Fault.Code.PROVIDER_UNAVAILABLE,
                "%s is left alone %s: %s".formatted(provider, howLong,
                        breaker.onRequest() ? "it asked for a pause" : "too many of its calls have failed"));
    }

    /** At the earliest time at which a call may leave, if that depends on the time; one alarm is enough. */
    private void wake(Instant now) {
        var next = now.plus(breaker.blocked(now));
        var at = next.isBefore(tokensAt) ? tokensAt : next;
        if (at.isAfter(now) && (!wakeAt.isAfter(now) || at.isBefore(wakeAt))) {
            wakeAt = at;
            alarm.after(Duration.between(now, at), this::woken);
        }
    }

    /** Perhaps too early, since timers are coarser than clocks: then it has to be woken again. */
    private void woken() {
        synchronized (this) {
            wakeAt = Instant.MIN;
        }
        pump();
    }

    public synchronized LaneHealth health() {
        var now = clock.instant();
        var until = breaker.openUntil(now);
        return new LaneHealth(breaker.state(now).name().toLowerCase(Locale.ROOT), until,
                breaker.onRequest() ? until : Optional.empty(), breaker.errorRate(), active, queue.size());
    }

    private static final class Ticket {

        private final Turn turn;
        private final boolean again;
        private final AtomicReference<String> name;
        private @Nullable UniEmitter<? super Void> emitter;
        private boolean placed;
        private boolean left;
        private boolean ended;
        private long era;
        private long tokens;

        /** @param name under which the call asks for its tokens */
        private Ticket(Turn turn, boolean again, AtomicReference<String> name) {
            this.turn = turn;
            this.again = again;
            this.name = name;
        }

        private void queue(FairQueue<WorkflowId, Ticket> queue) {
            if (again) {
                queue.putBack(turn.permission().workflow(), this);
            } else {
                queue.add(turn.permission().workflow(), this);
            }
        }

        private void place(long began) {
            placed = true;
            era = began;
        }

        private void go() {
            if (emitter != null) {
                emitter.complete(null);
            }
        }

        private void turnAway(LaneClosed closed) {
            if (emitter != null) {
                emitter.fail(closed);
            }
        }
    }

    /** Its turn was lost before it could leave. */
    private static final class Held extends RuntimeException {

        private static final long serialVersionUID = 1;

        private Held() {
            super("held", null, false, false);
        }
    }
}
