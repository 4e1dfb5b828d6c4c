package org.mcporchestrator.engine.drive;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

import jakarta.enterprise.context.ApplicationScoped;

import org.mcporchestrator.journal.Head.Arrival;
import org.mcporchestrator.workflow.step.Outcome;

/** What this process counts about its claims, since its start. */
@ApplicationScoped
public class Figures {

    private final Clock clock;
    private final LongAdder takeovers = new LongAdder();
    private final LongAdder restarts = new LongAdder();
    private final LongAdder fencedWrites = new LongAdder();
    private final LongAdder wastedCalls = new LongAdder();
    private final DoubleAdder wastedCost = new DoubleAdder();
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

    /** A workflow went to somebody else. */
    public void lost(Driver.End.Lost lost) {
        if (lost.fenced()) {
            fencedWrites.increment();
        }
        for (var outcome : lost.unrecorded()) {
            if (outcome instanceof Outcome.Answered answered) {
                wastedCalls.increment();
                wastedCost.add(answered.cost().orElse(BigDecimal.ZERO).doubleValue());
            }
        }
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

    /** Answers that could not be recorded: whoever has the workflow pays for them again. */
    public long wastedCalls() {
        return wastedCalls.sum();
    }

    /** What these answers cost as far as it is known, USD. */
    public double wastedCost() {
        return wastedCost.sum();
    }

    /** How long ago the last renewal that succeeded was asked for. */
    public Duration sinceRenewal() {
        return Duration.between(renewedAt, clock.instant());
    }
}
