package org.mcporchestrator.engine.claim;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;

import jakarta.enterprise.context.ApplicationScoped;

import org.mcporchestrator.journal.Head.Arrival;

/** What this process counts about its claims, since its start. */
@ApplicationScoped
public class Figures {

    private final Clock clock;
    private final LongAdder takeovers = new LongAdder();
    private final LongAdder restarts = new LongAdder();
    private final LongAdder fencedWrites = new LongAdder();
    private volatile Instant renewedAt;

    public Figures(Clock clock) {
        this.clock = clock;
        this.renewedAt = clock.instant();
    }

    /** A workflow came to this process. */
    public void arrived(Arrival arrival) {
        switch (arrival) {
            case TAKEOVER -> takeovers.increment();
            case RESTART -> restarts.increment();
            case FIRST, HAND_OVER, REOPENED -> {
            }
        }
    }

    /** A write was refused, since the workflow belongs to somebody else. */
    public void fenced() {
        fencedWrites.increment();
    }

    /** All claims were renewed. */
    public void renewed(Instant asked) {
        renewedAt = asked;
    }

    /** Workflows taken over from processes that did not renew in time. */
    public long takeovers() {
        return takeovers.sum();
    }

    /** Workflows taken over from the process that ran at this address before. */
    public long restarts() {
        return restarts.sum();
    }

    /** Writes that were refused, since the workflow belonged to somebody else by then. */
    public long fencedWrites() {
        return fencedWrites.sum();
    }

    /** How long ago the last renewal that succeeded was asked for. */
    public Duration sinceRenewal() {
        return Duration.between(renewedAt, clock.instant());
    }
}
