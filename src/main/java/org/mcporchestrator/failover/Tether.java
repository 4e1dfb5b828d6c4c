package org.mcporchestrator.failover;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * For how long nobody else can have taken this process' claims: one lease from the moment in which the last renewal that
 * succeeded was asked for. Told by the monotonic clock, which no clock change moves.
 */
final class Tether {

    private final LongSupplier nanos;
    private final AtomicLong until;

    Tether(LongSupplier nanos) {
        this.nanos = nanos;
        this.until = new AtomicLong(nanos.getAsLong());
    }

    /** To be handed back to {@link #renewed} once the renewal has succeeded. */
    long now() {
        return nanos.getAsLong();
    }

    void renewed(long asked, Duration lease) {
        until.accumulateAndGet(asked + lease.toNanos(), (before, after) -> after - before > 0 ? after : before);
    }

    boolean holds() {
        return until.get() - nanos.getAsLong() > 0;
    }
}
