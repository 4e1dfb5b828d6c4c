package org.mcporchestrator.failover;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import org.mcporchestrator.journal.JournalEntry;
import org.mcporchestrator.journal.Position;
import org.mcporchestrator.journal.durable.DurableJournal;
import org.mcporchestrator.memory.MemoryJournal;
import org.mcporchestrator.workflow.WorkflowId;

import io.smallrye.mutiny.Multi;

/** The events of a workflow from where they are: from memory if it is driven here, else from Redis. */
record EventSource(DurableJournal durable, MemoryJournal memory, Mirror mirror, Presence presence) {

    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(100);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(1);

    /** Goes on from the last event that was handed on, wherever the workflow is driven by then. */
    Multi<JournalEntry> follow(WorkflowId id, Position after) {
        return Multi.createFrom().deferred(() -> {
            var last = new AtomicReference<>(after);
            return Multi.createFrom().deferred(() -> events(id, last.get()))
                    .onItem().invoke(entry -> last.set(entry.position()))
                    .onFailure(Failures::isUnavailable).retry().withBackOff(FIRST_BACK_OFF, LONGEST_BACK_OFF).indefinitely();
        });
    }

    private Multi<JournalEntry> events(WorkflowId id, Position after) {
        if (mirror.holds(id)) {
            return memory.follow(id, after).onFailure().transform(_ -> Failures.away());
        }
        return presence.present() ? durable.follow(id, after) : Multi.createFrom().failure(Failures.away());
    }
}
