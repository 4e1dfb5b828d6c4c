package org.mcporchestrator.memory;

import java.time.Duration;
import java.time.Instant;

import org.mcporchestrator.TestClock;
import org.mcporchestrator.journal.Journal;
import org.mcporchestrator.journal.JournalContract;

/** All "processes" use one journal object: owners tell them apart. */
class MemoryJournalTest extends JournalContract {

    private final TestClock clock = new TestClock();
    private final MemoryJournal journal = new MemoryJournal(clock, new MemoryConfig() {

        @Override
        public Duration age() {
            return KEPT_FOR;
        }

        @Override
        public int maxResults() {
            return KEPT_AT_MOST;
        }
    });

    @Override
    public Journal process() {
        return journal;
    }

    @Override
    public Duration leaseLength() {
        return Duration.ofSeconds(5);
    }

    @Override
    public void passLease() {
        clock.pass(leaseLength());
    }

    @Override
    public Instant now() {
        return clock.instant();
    }
}
