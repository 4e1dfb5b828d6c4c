package org.mcporchestrator.engine;

import java.time.Clock;
import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import org.mcporchestrator.journal.Journal;
import org.mcporchestrator.journal.Journal.Backlog;

import io.smallrye.mutiny.Uni;

/** The workflows that wait for a driver, on all processes together, as they were when somebody last looked. */
@ApplicationScoped
public class Queue {

    private final Journal journal;
    private final Clock clock;
    private volatile Backlog known = Backlog.NONE;

    Queue(Journal journal, Clock clock) {
        this.journal = journal;
        this.clock = clock;
    }

    Uni<Integer> look() {
        return journal.backlog().invoke(backlog -> known = backlog).map(Backlog::waiting);
    }

    public int waiting() {
        return known.waiting();
    }

    /** How long ago the oldest of them was created; zero if none waits. */
    public Duration longest() {
        return known.oldest().map(created -> Duration.between(created, clock.instant())).filter(Duration::isPositive)
                .orElse(Duration.ZERO);
    }
}
