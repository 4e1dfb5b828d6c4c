package org.mcporchestrator.memory;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.mcporchestrator.journal.Batch;
import org.mcporchestrator.journal.JournalEntry;
import org.mcporchestrator.journal.Position;
import org.mcporchestrator.workflow.event.Envelope;

import io.smallrye.mutiny.Multi;

/**
 * The events of one workflow in order, and who reads along. Written under the store's lock and read under its own, so that
 * readers do not hold up the store; {@link #wakeReaders} is called without any lock.
 */
final class EventLog {

    private final List<JournalEntry> entries = new ArrayList<>();
    private final Set<Reader> readers = new LinkedHashSet<>();
    private boolean ended;
    private boolean abandoned;

    EventLog() {}

    /** A log that goes on from what was written elsewhere. */
    EventLog(List<JournalEntry> entries, boolean ended) {
        this.entries.addAll(entries);
        this.ended = ended;
    }

    synchronized List<JournalEntry> all() {
        return List.copyOf(entries);
    }

    /** The first entries behind a position: they are numbered from 1 without a gap. */
    synchronized List<JournalEntry> behind(Position after, int most) {
        var from = (int) Math.min(after.seq(), entries.size());
        return List.copyOf(entries.subList(from, (int) Math.min((long) from + most, entries.size())));
    }

    /** Nothing more will be written here, though the workflow goes on elsewhere: readers are to ask anew. */
    synchronized void abandon() {
        abandoned = true;
    }

    synchronized boolean abandoned() {
        return abandoned;
    }

    synchronized long seq() {
        return entries.size();
    }

    synchronized void append(long epoch, List<Envelope> events) {
        for (var event : events) {
            entries.add(new JournalEntry(new Position(epoch, entries.size() + 1L), event));
        }
    }

    synchronized void end() {
        ended = true;
    }

    synchronized void reopen() {
        ended = false;
    }

    /** Whether the events of the batch stand where it wants them, written in that epoch. */
    synchronized boolean holds(long epoch, Batch batch) {
        if (batch.firstSeq() < 1 || batch.lastSeq() > entries.size()) {
            return false;
        }
        var stored = entries.subList((int) batch.firstSeq() - 1, (int) batch.lastSeq());
        return stored.stream().allMatch(entry -> entry.position().epoch() == epoch)
                && stored.stream().map(JournalEntry::envelope).toList().equals(batch.events());
    }

    /** The entry at an index from 0; empty if there is none yet. */
    synchronized Optional<JournalEntry> at(int index) {
        return index < entries.size() ? Optional.of(entries.get(index)) : Optional.empty();
    }

    /** Whether a reader that has come to this index has seen everything that will ever be, short of a reopening. */
    synchronized boolean endsAt(int index) {
        return ended && index >= entries.size();
    }

    /** The events behind a position, past ones first, then live ones. */
    Multi<JournalEntry> follow(Position after) {
        return Multi.createFrom().publisher(subscriber -> new Reader(this, after, subscriber).begin());
    }

    synchronized void enter(Reader reader) {
        readers.add(reader);
    }

    synchronized void leave(Reader reader) {
        readers.remove(reader);
    }

    synchronized int readers() {
        return readers.size();
    }

    void wakeReaders() {
        List<Reader> awake;
        synchronized (this) {
            awake = List.copyOf(readers);
        }
        awake.forEach(Reader::handOn);
    }
}
