package org.mcporchestrator.engine.drive;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.mcporchestrator.journal.Progress;
import org.mcporchestrator.workflow.Workflow;
import org.mcporchestrator.workflow.step.Step;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;

/** How long one workflow may take, and by when something more of it should have been recorded. */
final class Timekeeper {

    /**
     * After each attempt of a step: the longest wait that a provider may ask for by default, unless an attempt may take longer.
     */
    private static final Duration REST = Duration.ofSeconds(60);

    private final Clock clock;
    private final Duration maxAge;
    private volatile Duration longestStep = REST;
    private volatile Instant due;

    Timekeeper(Clock clock, Duration maxAge) {
        this.clock = clock;
        this.maxAge = maxAge;
        this.due = clock.instant().plus(longestStep);
    }

    void begun(Step step) {
        var longest = step.options().timeout().plus(REST).multipliedBy(step.options().attempts());
        longestStep = longest.compareTo(longestStep) > 0 ? longest : longestStep;
    }

    void recorded() {
        due = clock.instant().plus(longestStep);
    }

    /** A call had waited for its turn; its time begins now. From any thread. */
    void left() {
        recorded();
    }

    /** Whether nothing was recorded for longer than the longest of its steps may take with all its attempts. */
    boolean stuck() {
        return clock.instant().isAfter(due);
    }

    /** Tells when the workflow has taken as long as it may, unless cancelled before. */
    Cancellable limit(Workflow workflow, Progress progress, Runnable expired) {
        var limit = workflow.submission().config().common().workflowTimeout();
        var shortest = limit.compareTo(maxAge) < 0 ? limit : maxAge;
        var now = clock.instant();
        var left = Duration.between(now, progress.startedAt().orElse(now).plus(shortest));
        return Uni.createFrom().voidItem()
                .onItem().delayIt().by(left.isPositive() ? left : Duration.ofMillis(1))
                .subscribe().with(_ -> expired.run());
    }
}
