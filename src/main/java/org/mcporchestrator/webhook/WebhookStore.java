package org.mcporchestrator.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.webhook.Webhook;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/**
 * Keeps registrations, how far their deliveries are, and who delivers. The events themselves are the journal's: what it has
 * recorded behind a cursor is due, whoever recorded it.
 *
 * <p>
 * Each call is one atomic transition, safe to repeat. A {@code Uni} that fails says nothing about whether the write happened;
 * it fails with {@code JOURNAL_UNAVAILABLE}, and soon.
 */
public interface WebhookStore {

    /**
     * What a process may take at a time.
     *
     * @param slots workflows at most
     * @param ofHost deliveries to one host at most, those under way included
     * @param busy deliveries that are under way, by host
     */
    record Capacity(int slots, int ofHost, Map<String, Integer> busy) {

        public Capacity {
            busy = Map.copyOf(busy);
        }
    }

    /**
     * What a process has taken.
     *
     * @param mark another one if the store has lost its data, or perhaps the last of it
     * @param damaged registrations that cannot be read: they were set aside until they are made anew, and are in the log
     */
    record Taken(String mark, List<Assignment> assignments, int damaged) {

        public Taken {
            assignments = List.copyOf(assignments);
        }
    }

    /** Whether a claim holds after it was settled. */
    enum Standing {
        /** There are more events, and the lease is renewed. */
        MINE,
        /** The claim is given up, or it was overtaken. */
        OVER
    }

    /** Registrations, workflows with something to deliver, and all that ever happened. */
    record Figures(long registered, long due, long delivered, long failures, long dead) {}

    /**
     * Begins with the first event of the workflow. An earlier registration is replaced: it goes on behind the last event that
     * was delivered, at once, and if the secret is another one the former signs too for the time of rotation. One that is
     * damaged begins anew. What a workflow is created with is the journal's to register, in one step with the workflow.
     *
     * @return the decision, to be told again should the store lose it; fails with {@code UNKNOWN_WORKFLOW}
     */
    Uni<Decision> register(WorkflowId id, Webhook webhook, Duration rotation);

    /** Also drops what was put aside. Empty if there was no registration. */
    Uni<Optional<Decision>> unregister(WorkflowId id);

    /**
     * Tells the store what it may have lost.
     *
     * @return false if it knows a later decision, which stands; fails with {@code UNKNOWN_WORKFLOW}
     */
    Uni<Boolean> restore(WorkflowId id, Decision decision);

    /** Fails with {@code WORKFLOW_UNREADABLE} if the registration is damaged. */
    Uni<Optional<Registration>> find(WorkflowId id);

    /** Takes workflows with something to deliver, those that are due longest first. */
    Uni<Taken> claim(Duration lease, Capacity capacity);

    Uni<Standing> settle(Assignment assignment, Duration lease, Settlement settlement);

    /**
     * Newest first, from behind a place, whether there is still a letter at it or not: none is missed or told twice, however
     * many are added or removed meanwhile.
     */
    Uni<DeadLetter.Page> deadLetters(Optional<DeadLetter.Place> after, int limit);

    Uni<Optional<DeadLetter>> deadLetter(DeliveryId id);

    /** @param delivered whether it arrived after all, so that its receiver fails no more. False if there was none */
    Uni<Boolean> discard(DeliveryId id, boolean delivered);

    Uni<Figures> figures();

    /** Emits when something may be due; what is said while nobody listens is not repeated. Never ends, never fails. */
    Multi<Object> due();
}
