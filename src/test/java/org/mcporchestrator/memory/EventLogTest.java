package org.mcporchestrator.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.mcporchestrator.journal.JournalEntry;
import org.mcporchestrator.journal.JournalFixture;
import org.mcporchestrator.journal.Position;
import org.mcporchestrator.workflow.event.Envelope;

import io.smallrye.mutiny.helpers.test.AssertSubscriber;

class EventLogTest {

    private final EventLog log = new EventLog();

    @Test
    void cancelledReaderLeavesNoTrace() {
        var reader = read(Position.START, 1);
        assertThat(log.readers()).isEqualTo(1);

        reader.cancel();

        assertThat(log.readers()).isZero();
    }

    @Test
    void readerOfAnEndedLogLeavesNoTrace() {
        log.append(1, events(1, 2));
        log.end();

        read(Position.START, 10).assertCompleted();

        assertThat(log.readers()).isZero();
    }

    @Test
    void readerThatOnlyTakesTheFirstLeavesNoTrace() {
        log.append(1, events(1, 2));

        var first = log.follow(Position.START).select().first().subscribe().withSubscriber(AssertSubscriber.create(1));

        first.assertCompleted().assertItems(log.at(0).orElseThrow());
        assertThat(log.readers()).isZero();
    }

    @Test
    void readerMayWriteWhatItThenReads() {
        var echo = log.follow(Position.START).invoke(this::answerUpToFive).subscribe()
                .withSubscriber(AssertSubscriber.<JournalEntry> create(10));

        log.append(1, events(1, 1));
        log.wakeReaders();

        assertThat(echo.getItems()).extracting(entry -> entry.position().seq()).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    private void answerUpToFive(JournalEntry entry) {
        if (entry.position().seq() < 5) {
            log.append(1, events((int) entry.position().seq() + 1, 1));
            log.wakeReaders();
        }
    }

    @Test
    void positionOfALaterEpochIsReachedOnlyInThatEpoch() {
        log.append(1, events(1, 2));
        var reader = read(new Position(2, 0), 10);

        log.append(2, events(3, 1));
        log.wakeReaders();

        assertThat(reader.getItems()).extracting(JournalEntry::position).containsExactly(new Position(2, 3));
    }

    @Test
    void senselessDemandIsAFailureOfThatReaderAlone() {
        var reader = new AssertSubscriber<JournalEntry>(0);
        new Reader(log, Position.START, reader).begin();
        var other = read(Position.START, 1);

        reader.request(0);
        log.append(1, events(1, 1));
        log.wakeReaders();

        reader.assertFailedWith(IllegalArgumentException.class);
        other.assertItems(log.at(0).orElseThrow());
        assertThat(log.readers()).isEqualTo(1);
    }

    private AssertSubscriber<JournalEntry> read(Position after, long demand) {
        return log.follow(after).subscribe().withSubscriber(AssertSubscriber.create(demand));
    }

    private static List<Envelope> events(int first, int count) {
        return IntStream.range(first, first + count).mapToObj(seq -> JournalFixture.event(JournalFixture.id(1), seq)).toList();
    }
}
