package org.mcporchestrator.memory.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.mcporchestrator.journal.Position;
import org.mcporchestrator.webhook.Assignment;
import org.mcporchestrator.webhook.OutgoingEvent;
import org.mcporchestrator.webhook.Registration;
import org.mcporchestrator.webhook.Registration.Progress;
import org.mcporchestrator.webhook.Registration.State;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.webhook.Secret;
import org.mcporchestrator.workflow.webhook.Webhook;

/** One registration and how far it is. Guarded by the lock of its store. */
final class Hook {

    private final WorkflowId id;
    private final Instant registeredAt;
    private Webhook webhook;
    private Optional<Secret> previous = Optional.empty();
    private Instant previousUntil = Instant.MIN;
    private Progress progress = new Progress(State.ACTIVE, Position.START, 0, Optional.empty(), Optional.empty(), 0, 0);
    private Instant dueAt;
    private long fence;

    /** @param fence where another registration has not been: late deliveries for that one are not this one's */
    Hook(WorkflowId id, Webhook webhook, Instant now, long fence) {
        this.fence = fence;
        this.id = id;
        this.webhook = webhook;
        this.registeredAt = now;
        this.dueAt = now;
    }

    WorkflowId id() {
        return id;
    }

    Webhook webhook() {
        return webhook;
    }

    Position cursor() {
        return progress.cursor();
    }

    int attempts() {
        return progress.attempts();
    }

    Instant dueAt() {
        return dueAt;
    }

    boolean isDue(Instant now) {
        return progress.state() == State.ACTIVE && !dueAt.isAfter(now);
    }

    boolean isBehind(Position tip) {
        return progress.state() == State.ACTIVE && tip.seq() > progress.cursor().seq();
    }

    boolean isClaimedBy(Assignment assignment) {
        return progress.state() == State.ACTIVE && fence == assignment.fence();
    }

    Registration registration(Instant now) {
        return new Registration(id, webhook, previous.filter(_ -> previousUntil.isAfter(now)), registeredAt, progress);
    }

    void replace(Webhook next, Instant now, Duration rotation) {
        if (next.secret().isEmpty()) {
            previous = Optional.empty();
        } else if (webhook.secret().isPresent() && !webhook.secret().equals(next.secret())) {
            previous = webhook.secret();
            previousUntil = now.plus(rotation);
        }
        webhook = next;
        progress = new Progress(State.ACTIVE, progress.cursor(), 0, Optional.empty(), Optional.empty(), progress.delivered(),
                progress.failures());
        release(now);
    }

    Assignment claim(Instant until, List<OutgoingEvent> events, Instant now) {
        fence++;
        dueAt = until;
        return new Assignment(registration(now), fence, events);
    }

    void extend(Instant until) {
        dueAt = until;
    }

    /** Whoever had it has it no more. */
    void release(Instant due) {
        fence++;
        dueAt = due;
    }

    /** What comes next has the whole time again. */
    void failsNoMore() {
        progress = new Progress(progress.state(), progress.cursor(), progress.attempts(), Optional.empty(), Optional.empty(),
                progress.delivered(), progress.failures());
    }

    void moveTo(Position position) {
        progress = new Progress(progress.state(), position, progress.attempts(), progress.failingSince(), progress.error(),
                progress.delivered(), progress.failures());
    }

    void delivered(Position position) {
        progress = progress.delivered(position);
    }

    void buried(Position position, String error, Instant now) {
        fail(State.ACTIVE, 0, error, now);
        moveTo(position);
    }

    void retry(Instant due, String error, Instant now) {
        fail(State.ACTIVE, progress.attempts() + 1, error, now);
        release(due);
    }

    void disable(String error, Instant now) {
        fail(State.DISABLED, progress.attempts(), error, now);
        release(now);
    }

    private void fail(State state, int attempts, String error, Instant now) {
        progress = new Progress(state, progress.cursor(), attempts, progress.failingSince().or(() -> Optional.of(now)),
                Optional.of(error), progress.delivered(), progress.failures() + 1);
    }
}
