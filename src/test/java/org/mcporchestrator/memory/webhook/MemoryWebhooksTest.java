package org.mcporchestrator.memory.webhook;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;

import org.mcporchestrator.TestClock;
import org.mcporchestrator.TestMapper;
import org.mcporchestrator.journal.Journal;
import org.mcporchestrator.journal.retention.RetentionConfig;
import org.mcporchestrator.memory.MemoryJournal;
import org.mcporchestrator.webhook.WebhookStore;
import org.mcporchestrator.webhook.WebhookStoreContract;

import io.quarkus.runtime.configuration.MemorySize;

class MemoryWebhooksTest extends WebhookStoreContract {

    private static final RetentionConfig RETENTION = new RetentionConfig() {

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
    };

    private static final TestClock CLOCK = new TestClock();

    private MemoryJournal journal;
    private WebhookStore store;

    @Override
    public Journal process() {
        journal = new MemoryJournal(CLOCK, RETENTION);
        return journal;
    }

    @Override
    protected WebhookStore store() {
        if (store == null) {
            store = new MemoryWebhooks(journal, TestMapper.create(), CLOCK);
        }
        return store;
    }

    @Override
    protected void pass(Duration time) {
        CLOCK.pass(time);
    }

    @Override
    public Duration leaseLength() {
        return Duration.ofSeconds(5);
    }

    @Override
    public void passLease() {
        CLOCK.pass(leaseLength());
    }

    @Override
    public Instant now() {
        return CLOCK.instant();
    }
}
