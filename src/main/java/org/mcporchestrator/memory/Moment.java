package org.mcporchestrator.memory;

import java.time.Instant;
import java.util.Comparator;

import org.mcporchestrator.journal.Listing.Cursor;
import org.mcporchestrator.workflow.WorkflowId;

/** Something about one workflow that has a time; orders workflows by it, those of the same time by id. */
record Moment(Instant at, WorkflowId id) implements Comparable<Moment> {

    private static final Comparator<Moment> ORDER = Comparator.comparing(Moment::at)
            .thenComparing(moment -> moment.id().value());

    static Moment of(Cursor cursor) {
        return new Moment(cursor.createdAt(), cursor.id());
    }

    Cursor cursor() {
        return new Cursor(at, id);
    }

    @Override
    public int compareTo(Moment other) {
        return ORDER.compare(this, other);
    }
}
