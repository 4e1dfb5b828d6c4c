package org.mcporchestrator.failover;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import org.mcporchestrator.journal.History;
import org.mcporchestrator.journal.Journal;
import org.mcporchestrator.journal.JournalEntry;
import org.mcporchestrator.journal.Position;
import org.mcporchestrator.journal.Standing;
import org.mcporchestrator.journal.durable.DurableJournal;
import org.mcporchestrator.memory.MemoryJournal;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.result.OrchestratorResult;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/**
 * What can be read of one workflow, from where most is known of it: from memory if it is driven here, else from Redis. What
 * ended is asked for there, since somebody may have let it go on or removed it.
 */
record Reading(DurableJournal durable, MemoryJournal memory, Mirror mirror, Presence presence, Intake intake) {

    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(100);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(1);

    Uni<Optional<Standing>> find(WorkflowId id) {
        return mirror.leads(id) ? memory.find(id)
                : presence.either(() -> durable.find(id), () -> mirror.holds(id) ? memory.find(id)
                        : intake.standing(id)
                                .map(waiting -> Uni.createFrom().item(Optional.of(waiting)))
                                .orElseGet(() -> Uni.createFrom().failure(Failures.away())));
    }

    Uni<Optional<OrchestratorResult>> result(WorkflowId id) {
        return known(id, journal -> journal.result(id));
    }

    Uni<History> past(WorkflowId id) {
        return known(id, journal -> journal.past(id));
    }

    private <T> Uni<T> known(WorkflowId id, Function<Journal, Uni<T>> question) {
        return mirror.leads(id) ? question.apply(memory)
                : presence.either(() -> question.apply(durable),
                        () -> mirror.holds(id) ? question.apply(memory) : Uni.createFrom().failure(Failures.away()));
    }

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
        if (mirror.leads(id) || mirror.holds(id) && !presence.present()) {
            return memory.follow(id, after).onFailure().transform(_ -> Failures.away());
        }
        return presence.present() ? durable.follow(id, after) : Multi.createFrom().failure(Failures.away());
    }
}
