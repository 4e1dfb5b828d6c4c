package org.mcporchestrator.tool;

import java.time.Duration;

import io.smallrye.mutiny.Uni;

/** Who waits for the answer of a call: may want to hear how far the work is, and may go away before it is done. */
public interface Caller {

    /** One that waits for any time, wants to hear nothing and never goes away. */
    Caller SILENT = new Caller() {

        @Override
        public Duration patience() {
            return Duration.ofDays(1);
        }

        @Override
        public boolean listens() {
            return false;
        }

        @Override
        public void hears(Advance advance) {}

        @Override
        public void waits() {}

        @Override
        public Uni<Void> leaves() {
            return Uni.createFrom().nothing();
        }
    };

    /** The longest that it can be kept waiting. */
    Duration patience();

    /** Whether it wants to hear how far the work is; otherwise it is told nothing but the answer. */
    boolean listens();

    /** Another step of the work is finished. */
    void hears(Advance advance);

    /** Nothing happened for a while; a connection that stays silent for too long is closed by somebody. */
    void waits();

    /** Completes when the caller gave the call up, or is gone; never otherwise. */
    Uni<Void> leaves();
}
