package org.mcporchestrator.journal;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import org.mcporchestrator.journal.Listing.Cursor;
import org.mcporchestrator.journal.Listing.Filter;
import org.mcporchestrator.journal.admission.Admission;
import org.mcporchestrator.workflow.Submission;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.result.OrchestratorResult;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.StepId;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/**
 * Keeps workflows: what was asked for, what their steps yielded, their events, and who drives which. The only place a
 * workflow's truth lives.
 *
 * <p>
 * Each call is one atomic transition: all of it happens or nothing. Each is safe to repeat after a time-out, with the same
 * answer. A {@code Uni} that fails says nothing about whether the write happened; it fails with {@code JOURNAL_UNAVAILABLE} and
 * soon, it never hangs. An unknown workflow is empty in {@link #find} and {@link #result}, and the failure
 * {@code UNKNOWN_WORKFLOW} elsewhere.
 */
public interface Journal {

    /**
     * What {@link #recent} found; newest ends first. {@code unreadable} were left out, and logged where they are kept: damaged
     * active ones, and ended ones without a head. What else is damaged of those that ended is found out by who reads them.
     */
    record Recent(List<Standing> active, List<Unread> ended, int unreadable) {

        public Recent {
            active = List.copyOf(active);
            ended = List.copyOf(ended);
        }
    }

    /** An ended workflow with its result. */
    record Ended(Standing standing, OrchestratorResult result) {}

    /**
     * An ended workflow as it is kept: of most of those that a start brings nobody asks for the rest.
     *
     * @param content reads it; throws, each time, if it is damaged
     */
    record Unread(WorkflowId id, Supplier<Ended> content) {}

    /** What became of a submission. */
    sealed interface Creation {

        /** Recorded, and the asking process drives it. */
        record Claimed(Claim claim) implements Creation {}

        /** Recorded; it waits for a driver. */
        record Queued() implements Creation {}

        /** Nothing was recorded: it would have to wait, and as many wait as may. */
        record Full() implements Creation {}

        /** Nothing was recorded: the same request was taken under the same key before, as that workflow. */
        record Repeated(WorkflowId id) implements Creation {}

        /** Nothing was recorded: the key stands for another request, which was taken as that workflow. */
        record KeyReused(WorkflowId id) implements Creation {}

        /** A workflow of that id exists; nothing was changed. */
        record Duplicate(WorkflowId id) implements Creation {}
    }

    /** What became of a write under a claim. */
    enum Write {
        RECORDED,
        /** It is in this process' memory alone. Once a later write is {@code RECORDED}, this one is too. */
        BUFFERED,
        /** The claim is no longer valid, nothing was written: the workflow has another driver or has ended. */
        FENCED
    }

    /** What became of a reopening. */
    enum Reopening {
        /** It waits for a driver; also if the same was done since its last end. */
        REOPENED,
        /** Nothing was changed: it has not ended. */
        ACTIVE,
        /** Nothing was changed: its outcomes were not kept. */
        FINAL,
        /** Nothing was changed: it is not the end any more that the caller has seen. */
        CHANGED,
        /** Nothing was changed: its outcomes and its result have expired. */
        EXPIRED
    }

    /** How many workflows wait for a driver; {@code oldest}: when the oldest of them was created. */
    record Backlog(int waiting, Optional<Instant> oldest) {

        public static final Backlog NONE = new Backlog(0, Optional.empty());
    }

    /**
     * An answer that was paid for by a driver that could not record it any more.
     *
     * @param premise what the step was asked, as a digest without blanks: the same step can mean something else to another
     *        driver
     */
    record Offer(String premise, Outcome outcome) {}

    /**
     * Something that a process wants to know soon. Some can get lost; then {@link Gap} is said. Who waits and what was taken is
     * also found out by the next {@link #claim} and {@link #renew}; who has begun with what only by looking.
     */
    sealed interface Notice {

        /** From here on all is said; before, something may have been missed. At the beginning, and after each break. */
        record Gap() implements Notice {}

        /** A workflow waits for a driver. */
        record Waiting() implements Notice {}

        /** A workflow that waited has a driver. */
        record Begun(WorkflowId id) implements Notice {}

        /** The epoch of a workflow was raised or it was ended by somebody else than the driver {@code before}. */
        record Taken(WorkflowId id, Owner before) implements Notice {}

        /** There are new offers for a workflow. */
        record Offered(WorkflowId id) implements Notice {}

        /** An ended workflow was reopened or removed: what was kept of it elsewhere is true no more. */
        record Revoked(WorkflowId id) implements Notice {}
    }

    /**
     * Records a new workflow, and claims it at once if a lease is given. The same submission again by the same owner is a
     * repetition and answers as the first time, even if that claim is lost by now; anything else under a known id is a
     * duplicate. A key whose workflow was removed is free again.
     */
    Uni<Creation> create(Submission submission, Optional<Lease> lease, Admission admission);

    /** Records a new workflow however many wait, and under no key. */
    default Uni<Creation> create(Submission submission, Optional<Lease> lease) {
        return create(submission, lease, Admission.UNLIMITED);
    }

    /**
     * Claims up to {@code slots} workflows that wait or whose driver did not renew in time, highest priority first, then
     * oldest. The late driver may be the asking process itself: its former claim is then no longer valid. Claims whose answer
     * is lost run out like any other, and do not count as takeovers.
     */
    Uni<List<Claim>> claim(Lease lease, int slots);

    /**
     * Tells that the asking process knows of its claims and is about to drive: if it vanishes from now on, that counts as a
     * takeover. Renewing and writing tell it too. Answers the claims that are no longer valid.
     */
    default Uni<Set<WorkflowId>> accept(Lease lease, Collection<Claim> claims) {
        return renew(lease, claims);
    }

    /**
     * Makes the asking process the one that runs under that name, and frees the claims of the one that did before, which must
     * have ended. They count as taken over; those of suspects wait as long as any other suspect.
     *
     * @return how many claims were freed
     */
    Uni<Integer> succeed(Lease lease, String instance);

    /**
     * Keeps known that the asking process runs under that name, which is forgotten after 30 days. Does nothing where another
     * one has succeeded it.
     */
    Uni<Void> remain(Lease lease, String instance);

    /**
     * Claims one workflow whoever drives it, the asking process included, and marks it: whoever drives it from now on ends it
     * as cancelled. Empty if it has ended. Repeated it raises the epoch again. A claim that is taken within its lease does not
     * count as a takeover.
     */
    Uni<Optional<Claim>> seize(WorkflowId id, Lease lease);

    /**
     * Extends claims by the lease, and answers those that are no longer valid. A claim past its lease that nobody took is
     * extended.
     */
    Uni<Set<WorkflowId>> renew(Lease lease, Collection<Claim> claims);

    /**
     * Whether a claim holds, so that a call may be made under it. Asks only where that is not certain, as after a standstill of
     * this process.
     */
    default Uni<Boolean> holds(Lease lease, Claim claim) {
        return renew(lease, List.of(claim)).map(Set::isEmpty);
    }

    /**
     * Gives claims back: the workflows wait for a driver again. Claims that are no longer valid are passed over, so that it may
     * be done again.
     *
     * @return fails with {@code JOURNAL_UNAVAILABLE} where others would not see it
     */
    Uni<Void> release(Collection<Claim> claims);

    /**
     * Records events and outcomes. The item is emitted when they would survive the death of this process. The same batch again
     * by the same claim is {@code RECORDED} and changes nothing; one that neither continues the tip nor repeats what stands
     * there is {@code FENCED}. A claim past its lease that nobody took is valid. The first outcome of a step stands, and the
     * status only moves forward.
     */
    Uni<Write> append(Claim claim, Batch batch);

    /**
     * Records the last events and outcomes and the result, and frees the claim. The result's status, error and time of end are
     * the workflow's. Again by the same claim it is {@code RECORDED}, and the first end stands.
     *
     * @param reopenable whether the outcomes are kept, so that {@link #reopen} can go on from them; otherwise the result is the
     *        only copy
     */
    Uni<Write> end(Claim claim, Batch batch, OrchestratorResult result, boolean reopenable);

    /**
     * Lets an ended, reopenable workflow wait for a driver again, pending and under a new epoch; its result is gone.
     *
     * @param submission with the changed choices
     * @param seen the tip of the end that the choices and the steps were made for
     * @param forgotten steps to perform again
     */
    Uni<Reopening> reopen(Submission submission, Position seen, Set<StepId> forgotten);

    /**
     * Keeps answers for whoever drives the workflow now or next, to be recorded instead of paid for again. Nothing is recorded
     * by that. An offer for a step that has an outcome or another offer is not kept, nor one for a workflow that has ended or
     * is not known.
     *
     * @return the steps whose offers are kept
     */
    Uni<Set<StepId>> offer(WorkflowId id, Map<StepId, Offer> offers);

    /** What is offered; nothing for a workflow that has ended or is not known. */
    Uni<Map<StepId, Offer>> offers(WorkflowId id);

    /** What a driver needs to go on; for the holder of a claim. */
    Uni<History> history(WorkflowId id);

    /** The same for those who only look, also at a workflow that has ended; without outcomes if they were not kept. */
    default Uni<History> past(WorkflowId id) {
        return history(id);
    }

    /**
     * The events behind a position, past ones first, then live ones, without gap or repetition; completes after the event that
     * ends the workflow. Reads no more than is asked for: a slow subscriber holds up nobody and nothing is buffered for it. A
     * reader that has not come to the end when the workflow is reopened simply goes on.
     */
    Multi<JournalEntry> follow(WorkflowId id, Position after);

    Uni<Optional<Standing>> find(WorkflowId id);

    /** The result of an ended workflow; empty if it has not ended or is not known. */
    Uni<Optional<OrchestratorResult>> result(WorkflowId id);

    /**
     * All workflows that have not ended, and up to {@code ended} of those that ended last: what a process wants to know at its
     * start.
     */
    Uni<Recent> recent(int ended);

    /**
     * At most {@code limit} workflows by creation, newest first, from behind the cursor. A page may have fewer, even none,
     * although there is a next one: a search for rare ones is cut short after 1 000 workflows. Whatever is added or removed
     * meanwhile, none of the others is missed or told twice.
     */
    Uni<Listing> list(Filter filter, Optional<Cursor> cursor, int limit);

    Uni<Backlog> backlog();

    /**
     * Removes an ended workflow with every trace.
     *
     * @return false if it has not ended
     */
    Uni<Boolean> remove(WorkflowId id);

    /** Removes ended workflows beyond the retention, earliest end first, each with every trace, and answers how many. */
    Uni<Integer> prune();

    /**
     * Never ends and never fails; what is said while nobody listens is not repeated. Listeners must not wait: nothing is
     * dropped for one that is slow.
     */
    Multi<Notice> notices();
}
