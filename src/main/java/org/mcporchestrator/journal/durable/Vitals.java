package org.mcporchestrator.journal.durable;

import java.time.Duration;
import java.util.Optional;

/**
 * How Redis is.
 *
 * @param reason what is wrong; empty if nothing is
 * @param figures empty if it does not tell them
 */
public record Vitals(State state, Optional<String> reason, Optional<Figures> figures) {

    /** Whether it can be used. */
    public enum State {
        /** It answers. */
        HEALTHY,
        /** It does not answer. */
        UNAVAILABLE,
        /** It is not used. */
        DISABLED
    }

    /**
     * @param memoryMost bytes; 0 for no limit
     * @param policy what happens when it is full: {@code noeviction}, or which keys are removed
     * @param roundTrip of the read of these figures
     * @param appendOnly whether each write goes to a file at once
     * @param lastWriteOk false if a write to its disk failed: by default it then refuses commands
     */
    public record Figures(long keys, long memoryUsed, long memoryMost, String policy, Duration roundTrip, String version,
            boolean appendOnly, boolean lastWriteOk) {

        /** Used share of the memory that it may take; 0 if there is no limit. */
        public double memoryShare() {
            return memoryMost == 0 ? 0 : (double) memoryUsed / memoryMost;
        }
    }
}
