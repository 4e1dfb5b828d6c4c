package org.mcporchestrator.memory;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;

import org.mcporchestrator.TestClock;
import org.mcporchestrator.journal.Journal;
import org.mcporchestrator.journal.JournalContract;
import org.mcporchestrator.journal.retention.RetentionConfig;

import io.quarkus.runtime.configuration.MemorySize;

/** All "processes" use one journal object: owners tell them apart. */
class MemoryJournalTest extends JournalContract {

    private final TestClock clock = new TestClock();
    private final MemoryJournal journal = new MemoryJournal(clock, new RetentionConfig() {

        @Override
        public Duration age() {
            return KEPT_FOR;
        }

        @Override
        public Duration idempotencyKeys() {
            return Duration.ofHours(24);
        }

        @Override
        public int maxResults() {
            return KEPT_AT_MOST;
        }

        @Override
        public MemorySize maxBytes() {
            return new MemorySize(BigInteger.ZERO);
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
