package org.mcporchestrator.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.mcporchestrator.TestClock;
import org.mcporchestrator.journal.Journal.Creation;
import org.mcporchestrator.journal.Journal.Write;
import org.mcporchestrator.journal.JournalFixture;
import org.mcporchestrator.journal.Lease;
import org.mcporchestrator.journal.Listing.Filter;
import org.mcporchestrator.journal.Owner;
import org.mcporchestrator.journal.admission.Admission;
import org.mcporchestrator.journal.admission.IdempotencyKey;
import org.mcporchestrator.journal.retention.RetentionConfig;
import org.mcporchestrator.workflow.Status;

import io.quarkus.runtime.configuration.MemorySize;

class MemoryStoreTest {

    private final TestClock clock = new TestClock();
    private final MemoryStore store = new MemoryStore(clock, new RetentionConfig() {

        @Override
        public Duration age() {
            return Duration.ofDays(7);
        }

        @Override
        public Duration idempotencyKeys() {
            return Duration.ofHours(24);
        }

        @Override
        public int maxResults() {
            return 100;
        }

        @Override
        public MemorySize maxBytes() {
            return new MemorySize(BigInteger.ZERO);
        }
    });

    @Test
    void listThatFindsNothingStopsAfterAThousandAndTellsWhereToGoOn() {
        var lease = new Lease(new Owner("ann"), Duration.ofSeconds(5));
        IntStream.rangeClosed(0, 1500).forEach(this::create);
        var seized = store.seize(JournalFixture.id(0), lease).orElseThrow();
        assertThat(store.append(seized, JournalFixture.events(seized, 1, 1))).isEqualTo(Write.RECORDED);
        var running = new Filter(Optional.of(Status.RUNNING), Optional.empty());

        var first = store.list(running, Optional.empty(), 10);
        var second = store.list(running, first.next(), 10);

        assertThat(first.standings()).isEmpty();
        assertThat(first.next()).map(cursor -> cursor.id()).contains(JournalFixture.id(501));
        assertThat(second.standings()).hasSize(1);
        assertThat(second.next()).isEmpty();
    }

    @Test
    void signalsAreHandedOutOnce() {
        create(1);

        assertThat(store.signals().notices()).hasSize(1);
        assertThat(store.signals().notices()).isEmpty();
    }

    @Test
    void keyIsFreeAfterADay() {
        var key = new Admission(10, Optional.of(IdempotencyKey.of("mine", "tides")));
        create(1, key);
        clock.pass(Duration.ofHours(24).minusMillis(1));
        assertThat(store.create(JournalFixture.submission(2), Optional.empty(), key))
                .isEqualTo(new Creation.Repeated(JournalFixture.id(1)));

        clock.pass(Duration.ofMillis(1));

        create(2, key);
        store.forget(JournalFixture.id(1));
        assertThat(store.create(JournalFixture.submission(3), Optional.empty(), key))
                .isEqualTo(new Creation.Repeated(JournalFixture.id(2)));
    }

    private void create(int number) {
        create(number, Admission.UNLIMITED);
    }

    private void create(int number, Admission admission) {
        assertThat(store.create(JournalFixture.submission(number), Optional.empty(), admission))
                .isEqualTo(new Creation.Queued());
    }
}
