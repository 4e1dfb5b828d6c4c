package org.mcporchestrator.memory;

import java.util.Comparator;

import org.mcporchestrator.workflow.Submission;
import org.mcporchestrator.workflow.config.Priority;

/** A place among the workflows that wait: the highest priority first, then the oldest. */
record Turn(Priority priority, Moment created) implements Comparable<Turn> {

    private static final Comparator<Turn> ORDER = Comparator.comparing(Turn::priority).reversed()
            .thenComparing(Turn::created);

    static Turn of(Submission submission) {
        return new Turn(submission.config().common().priority(), new Moment(submission.createdAt(), submission.id()));
    }

    @Override
    public int compareTo(Turn other) {
        return ORDER.compare(this, other);
    }
}
