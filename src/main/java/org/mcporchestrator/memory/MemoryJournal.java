package org.mcporchestrator.memory;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;

import org.mcporchestrator.journal.Batch;
import org.mcporchestrator.journal.Claim;
import org.mcporchestrator.journal.History;
import org.mcporchestrator.journal.Journal;
import org.mcporchestrator.journal.JournalEntry;
import org.mcporchestrator.journal.Lease;
import org.mcporchestrator.journal.Listing;
import org.mcporchestrator.journal.Listing.Cursor;
import org.mcporchestrator.journal.Listing.Filter;
import org.mcporchestrator.journal.Position;
import org.mcporchestrator.journal.Standing;
import org.mcporchestrator.journal.admission.Admission;
import org.mcporchestrator.journal.durable.Snapshot;
import org.mcporchestrator.journal.retention.RetentionConfig;
import org.mcporchestrator.workflow.Submission;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.result.OrchestratorResult;
import org.mcporchestrator.workflow.step.StepId;
import org.mcporchestrator.workflow.webhook.Webhook;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import io.smallrye.mutiny.operators.multi.processors.SerializedProcessor;

/**
 * The journal of a process without Redis: all is lost when it ends. Answers at once, on the thread that asks.
 *
 * <p>
 * Every transition runs under one lock; readers and listeners are told when it is free again, before the caller has its answer.
 */
@Singleton
@Typed(MemoryJournal.class)
public class MemoryJournal implements Journal {

    private final Object lock = new Object();
    private final MemoryStore store;
    private final BroadcastProcessor<Notice> heard = BroadcastProcessor.create();
    private final SerializedProcessor<Notice, Notice> said = heard.serialized();

    public MemoryJournal(Clock clock, RetentionConfig config) {
        this.store = new MemoryStore(clock, config);
    }

    @Override
    public Uni<Creation> create(Submission submission, Optional<Lease> lease, Admission admission) {
        return atomically(workflows -> workflows.create(submission, lease, admission));
    }

    @Override
    public Uni<List<Claim>> claim(Lease lease, int slots) {
        return claim(lease, slots, _ -> true);
    }

    /** As {@link #claim(Lease, int)}, of those that may be begun here; asked within the transition. */
    public Uni<List<Claim>> claim(Lease lease, int slots, Predicate<WorkflowId> mayBegin) {
        return atomically(workflows -> workflows.claim(lease, slots, mayBegin));
    }

    @Override
    public Uni<Integer> succeed(Lease lease, String instance) {
        return atomically(workflows -> workflows.succeed(lease, instance));
    }

    /** Memory forgets no name. */
    @Override
    public Uni<Void> remain(Lease lease, String instance) {
        return Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Optional<Claim>> seize(WorkflowId id, Lease lease) {
        return atomically(workflows -> workflows.seize(id, lease));
    }

    @Override
    public Uni<Set<WorkflowId>> renew(Lease lease, Collection<Claim> claims) {
        return atomically(workflows -> workflows.renew(lease, claims));
    }

    @Override
    public Uni<Void> release(Collection<Claim> claims) {
        return atomically(workflows -> {
            workflows.release(claims);
            return claims;
        }).replaceWithVoid();
    }

    @Override
    public Uni<Write> append(Claim claim, Batch batch) {
        return atomically(workflows -> workflows.append(claim, batch));
    }

    @Override
    public Uni<Write> end(Claim claim, Batch batch, OrchestratorResult result, boolean reopenable) {
        return atomically(workflows -> workflows.end(claim, batch, result, reopenable));
    }

    @Override
    public Uni<Reopening> reopen(Submission submission, Position seen, Set<StepId> forgotten) {
        return atomically(workflows -> workflows.reopen(submission, seen, forgotten));
    }

    @Override
    public Uni<Set<StepId>> offer(WorkflowId id, Map<StepId, Offer> offers) {
        return atomically(workflows -> workflows.offer(id, offers));
    }

    @Override
    public Uni<Map<StepId, Offer>> offers(WorkflowId id) {
        return atomically(workflows -> workflows.find(id).map(Kept::offers).orElseGet(Map::of));
    }

    @Override
    public Uni<History> history(WorkflowId id) {
        return atomically(workflows -> workflows.known(id).history());
    }

    @Override
    public Multi<JournalEntry> follow(WorkflowId id, Position after) {
        return atomically(workflows -> workflows.known(id).log())
                .onItem().transformToMulti(log -> log.follow(after));
    }

    @Override
    public Uni<Optional<Standing>> find(WorkflowId id) {
        return atomically(workflows -> workflows.find(id).map(Kept::standing));
    }

    @Override
    public Uni<Optional<OrchestratorResult>> result(WorkflowId id) {
        return atomically(workflows -> workflows.find(id).flatMap(Kept::result));
    }

    @Override
    public Uni<Recent> recent(int ended) {
        return atomically(workflows -> workflows.recent(ended));
    }

    @Override
    public Uni<Listing> list(Filter filter, Optional<Cursor> cursor, int limit) {
        return atomically(workflows -> workflows.list(filter, cursor, limit));
    }

    @Override
    public Uni<Backlog> backlog() {
        return atomically(MemoryStore::backlog);
    }

    @Override
    public Uni<Boolean> remove(WorkflowId id) {
        return atomically(workflows -> workflows.remove(id));
    }

    @Override
    public Uni<Integer> prune() {
        return atomically(MemoryStore::prune);
    }

    @Override
    public Multi<Notice> notices() {
        return heard.onOverflow().bufferUnconditionally();
    }

    /** Takes a workflow in as it stands elsewhere, in place of what was known of it. */
    public void adopt(Snapshot snapshot) {
        var _ = perform(workflows -> {
            workflows.adopt(snapshot);
            return snapshot;
        });
    }

    /** All that is known of a workflow; empty if nothing is. */
    public Optional<Snapshot> snapshot(WorkflowId id) {
        return perform(workflows -> workflows.find(id).map(Kept::snapshot));
    }

    /** Where the last event of a workflow stands; empty if the workflow is not known. */
    public Optional<Position> tip(WorkflowId id) {
        return perform(workflows -> workflows.find(id).map(kept -> kept.standing().head().tip()));
    }

    /** The first events behind a position; none of a workflow that is not known. */
    public List<JournalEntry> entries(WorkflowId id, Position after, int most) {
        return perform(workflows -> workflows.find(id).map(kept -> kept.log().behind(after, most)).orElseGet(List::of));
    }

    /** Webhooks of workflows that were created since the last call, each in the step that created its workflow. */
    public Map<WorkflowId, Webhook> begunWebhooks() {
        return perform(MemoryStore::begunWebhooks);
    }

    /** Whether a workflow is known and has not ended. */
    public boolean active(WorkflowId id) {
        return perform(workflows -> workflows.find(id).filter(kept -> kept.ended().isEmpty()).isPresent());
    }

    /** Drops a workflow with every trace. Whoever follows it is told that it is not known here any more. */
    public void forget(WorkflowId id) {
        var _ = perform(workflows -> {
            workflows.forget(id);
            return id;
        });
    }

    /** Ended workflows but for the newest. */
    public List<WorkflowId> endedBefore(int newest) {
        return perform(workflows -> workflows.endedBefore(newest));
    }

    /** All workflows that are known. */
    public Set<WorkflowId> ids() {
        return perform(MemoryStore::ids);
    }

    private <T> Uni<T> atomically(Function<MemoryStore, T> transition) {
        return Uni.createFrom().item(() -> perform(transition));
    }

    private <T> T perform(Function<MemoryStore, T> transition) {
        T answer;
        Signals signals;
        synchronized (lock) {
            answer = transition.apply(store);
            signals = store.signals();
        }
        signals.changed().forEach(EventLog::wakeReaders);
        signals.notices().forEach(said::onNext);
        return answer;
    }
}
