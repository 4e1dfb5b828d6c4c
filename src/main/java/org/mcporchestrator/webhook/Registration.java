package org.mcporchestrator.webhook;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.mcporchestrator.journal.Position;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.webhook.Secret;
import org.mcporchestrator.workflow.webhook.Webhook;

/**
 * A webhook of a workflow, and how far its deliveries are.
 *
 * @param previous the secret before this one, as long as it signs too
 */
public record Registration(WorkflowId workflow, Webhook webhook, Optional<Secret> previous, Instant registeredAt,
        Progress progress) {

    /** Whether events are delivered. */
    public enum State {
        ACTIVE,
        /** The receiver wants no more: it answered 410. A new registration goes on behind the last delivered event. */
        DISABLED,
        /** The workflow was removed; what was put aside is still there. */
        ENDED
    }

    /**
     * @param cursor of the last event that was delivered or put aside
     * @param attempts at the next event so far
     * @param failingSince when the first attempt failed since the last success
     * @param error of the last attempt, if it failed
     */
    public record Progress(State state, Position cursor, int attempts, Optional<Instant> failingSince, Optional<String> error,
            long delivered, long failures) {

        /** After a delivery: whatever failed before has ended. */
        public Progress delivered(Position position) {
            return new Progress(state, position, 0, Optional.empty(), Optional.empty(), delivered + 1, failures);
        }

        /** After an event was put aside: the receiver still fails. */
        public Progress buried(Position position) {
            return new Progress(state, position, 0, failingSince, error, delivered, failures + 1);
        }
    }

    /** What to sign with, newest first; none if the registration has none. */
    public List<Secret> secrets() {
        return Stream.concat(webhook.secret().stream(), previous.stream()).toList();
    }
}
