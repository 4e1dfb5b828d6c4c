package org.mcporchestrator.agent.traffic;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Set;

import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;

/**
 * A circuit breaker: lets calls through as long as they succeed, none for a while after too many have failed, then one to see.
 *
 * <pre>
 *            too many failures, or a wish         time is up
 *   CLOSED ─────────────────────────────► OPEN ───────────────► HALF_OPEN
 *     ▲                                     ▲                    │     │
 *     │                                     └─── a probe failed ─┘     │
 *     └─────────────────────── a probe succeeded ──────────────────────┘
 * </pre>
 *
 * Not safe for use by several threads: its lane has a lock.
 */
final class Breaker {

    enum State {
        CLOSED,
        OPEN,
        HALF_OPEN
    }

    private static final int MOST_DOUBLINGS = 30;
    /** A provider that asked for a pause is well, and knows when it takes calls again. */
    private static final int PROBES_AFTER_A_WISH = 4;

    private static final Set<Fault.Code> FAILURES = Set.of(Fault.Code.PROVIDER_OVERLOADED, Fault.Code.PROVIDER_UNAVAILABLE,
            Fault.Code.REPLY_CUT, Fault.Code.REPLY_MALFORMED);

    private final TrafficConfig config;
    private final boolean watched;
    private final ArrayDeque<Boolean> recent = new ArrayDeque<>();
    private State state = State.CLOSED;
    private Instant until = Instant.MIN;
    /** Whether it is open because the provider asked for a pause, and nothing else. */
    private boolean asked;
    private int probes;
    private int inARow;
    private int openings;
    /** Grows with every opening: what was under way then says nothing about the time after. */
    private long era;

    /** @param watched whether faults count at all */
    Breaker(TrafficConfig config, boolean watched) {
        this.config = config;
        this.watched = watched;
    }

    /** For how long nothing may leave; zero if a call may leave now, or as soon as a probe has come back. */
    Duration blocked(Instant now) {
        return state == State.OPEN && now.isBefore(until) ? Duration.between(now, until) : Duration.ZERO;
    }

    boolean admits(Instant now) {
        if (state == State.OPEN && !now.isBefore(until)) {
            state = State.HALF_OPEN;
        }
        return state == State.CLOSED || state == State.HALF_OPEN && !probing();
    }

    /** Whether as many calls are under way as may see how the provider does: for the others that will take a call's time. */
    boolean probing() {
        return state == State.HALF_OPEN && probes >= (asked ? PROBES_AFTER_A_WISH : 1);
    }

    /** A call takes its place; what it returns goes into what is told of its end. */
    long begin() {
        probes += state == State.HALF_OPEN ? 1 : 0;
        return era;
    }

    /** Whether a call that began in that era may still leave. */
    boolean current(long began) {
        return began == era;
    }

    /**
     * A call that had left has ended.
     *
     * @param failure empty if there is an answer
     * @param timeout that it had
     */
    void ended(long began, Optional<Throwable> failure, Duration timeout, Instant now) {
        if (failure.isEmpty()) {
            succeeded(began);
        } else if (failure.get() instanceof FaultException fault) {
            ended(began, fault, timeout, now);
        } else {
            abandoned(began);
        }
    }

    private void ended(long began, FaultException fault, Duration timeout, Instant now) {
        if (!watched || responded(fault)) {
            succeeded(began);
        } else if (FAILURES.contains(fault.fault().code()) || timeout.compareTo(config.slowAfter()) >= 0) {
            failed(began, now);
            fault.retryAfter().ifPresent(wait -> pause(now, wait));
        } else {
            abandoned(began);
        }
    }

    /** A provider that refuses a request or has nothing to say is well. */
    private static boolean responded(FaultException fault) {
        return fault.fault().code() != Fault.Code.AGENT_TIMED_OUT && !FAILURES.contains(fault.fault().code());
    }

    void succeeded(long began) {
        remember(true);
        if (current(began)) {
            close();
        }
    }

    void failed(long began, Instant now) {
        remember(false);
        if (!current(began)) {
            return;
        }
        inARow++;
        if (state == State.HALF_OPEN || inARow >= config.failures() || shareOfFailures()) {
            open(now, backOff(), false);
            openings++;
        }
    }

    /** The provider wants no call before then, whatever else is known. */
    void pause(Instant now, Duration wait) {
        if (state != State.OPEN || until.isBefore(now.plus(wait))) {
            open(now, wait, state == State.CLOSED || state == State.OPEN && asked);
        }
    }

    /** A call that said nothing about the provider: called off, or never made. */
    void abandoned(long began) {
        if (current(began)) {
            probes = Math.max(0, probes - 1);
        }
    }

    private void close() {
        if (state != State.CLOSED) {
            recent.clear();
        }
        state = State.CLOSED;
        probes = 0;
        inARow = 0;
        openings = 0;
    }

    private void open(Instant now, Duration wait, boolean byRequest) {
        state = State.OPEN;
        until = now.plus(wait);
        asked = byRequest;
        probes = 0;
        inARow = 0;
        era++;
    }

    private Duration backOff() {
        var doubled = config.open().multipliedBy(1L << Math.min(openings, MOST_DOUBLINGS));
        return doubled.compareTo(config.longestOpen()) < 0 ? doubled : config.longestOpen();
    }

    private void remember(boolean success) {
        recent.addLast(success);
        if (recent.size() > config.window()) {
            recent.removeFirst();
        }
    }

    private boolean shareOfFailures() {
        return recent.size() >= config.window() && errorRate() >= config.rate();
    }

    /** Share of failures among the last calls, 0 to 1. */
    double errorRate() {
        return recent.isEmpty() ? 0 : (double) recent.stream().filter(success -> !success).count() / recent.size();
    }

    State state(Instant now) {
        return state == State.OPEN && !now.isBefore(until) ? State.HALF_OPEN : state;
    }

    /** Whether it is open because the provider asked for a pause. */
    boolean onRequest() {
        return asked;
    }

    /** Until when it is open; empty if it is not. */
    Optional<Instant> openUntil(Instant now) {
        return state == State.OPEN && now.isBefore(until) ? Optional.of(until) : Optional.empty();
    }
}
