package org.mcporchestrator.journal.durable;

import java.time.Instant;

import io.smallrye.mutiny.Uni;

/** Whether what is answered now would survive the end of this process. */
public interface Durability {

    /**
     * @param configured whether there is a durable journal at all
     * @param durable whether it is used now
     * @param reason why it is not, for people; empty if it is
     */
    record State(boolean configured, boolean durable, String reason, Instant since) {}

    State state();

    /** Emits as soon as the durable journal is there; at once if there is none to wait for. */
    Uni<Void> awaited();
}
