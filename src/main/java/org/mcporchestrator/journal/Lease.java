package org.mcporchestrator.journal;

import java.time.Duration;

/**
 * Who asks for claims, for how long they hold without being renewed, and how patient it is with workflows whose drivers vanish.
 */
public record Lease(Owner owner, Duration length, Patience patience) {

    /**
     * When a workflow is taken for the cause of its drivers' end. Counted are takeovers in a row without a new outcome.
     *
     * @param suspectFrom from so many on it is claimed after a wait only, and not beside another such workflow
     * @param endFrom from so many on it is claimed to be ended. After {@link #ENDINGS} attempts at that it is left alone for
     *        good: then reading what is recorded of it is what ends its drivers
     */
    public record Patience(int suspectFrom, int endFrom) {

        public static final Patience USUAL = new Patience(3, 5);

        public static final int ENDINGS = 3;

        /** Leases for which a driver that has claimed a suspect claims no other. */
        public static final int LEASES_ALONE = 2;

        /** The wait does not double beyond this: 32 leases. */
        private static final int MOST_DOUBLINGS = 5;

        public boolean suspects(int takeovers) {
            return takeovers >= suspectFrom && takeovers < endFrom;
        }

        public boolean isGivenUp(int takeovers) {
            return takeovers >= endFrom + ENDINGS;
        }

        /** How long after its last claim has run out a suspect may be claimed: a lease, and twice as long each time. */
        public Duration backOff(int takeovers, Duration lease) {
            return lease.multipliedBy(1L << Math.min(takeovers - suspectFrom, MOST_DOUBLINGS));
        }
    }

    public Lease(Owner owner, Duration length) {
        this(owner, length, Patience.USUAL);
    }
}
