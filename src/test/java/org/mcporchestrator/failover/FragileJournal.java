package org.mcporchestrator.failover;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.mcporchestrator.journal.Batch;
import org.mcporchestrator.journal.Claim;
import org.mcporchestrator.journal.History;
import org.mcporchestrator.journal.JournalEntry;
import org.mcporchestrator.journal.Lease;
import org.mcporchestrator.journal.Listing;
import org.mcporchestrator.journal.Listing.Cursor;
import org.mcporchestrator.journal.Listing.Filter;
import org.mcporchestrator.journal.Position;
import org.mcporchestrator.journal.Standing;
import org.mcporchestrator.journal.admission.Admission;
import org.mcporchestrator.journal.durable.DurableJournal;
import org.mcporchestrator.journal.durable.Snapshot;
import org.mcporchestrator.journal.retention.RetentionConfig;
import org.mcporchestrator.memory.MemoryJournal;
import org.mcporchestrator.workflow.Submission;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;
import org.mcporchestrator.workflow.result.OrchestratorResult;
import org.mcporchestrator.workflow.step.StepId;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;

/** A durable journal that can be away, lose an answer on its way back, or come back empty. */
final class FragileJournal implements DurableJournal {

    private static final Runnable NOTHING = () -> {
    };

    private final Clock clock;
    private final RetentionConfig retention;
    private MemoryJournal store;
    private String incarnation = UUID.randomUUID().toString();
    private int run;
    private List<Snapshot> replica = List.of();
    private boolean away;
    private boolean losesAnswers;
    private boolean deaf;
    private final AtomicReference<Runnable> onceRestored = new AtomicReference<>(NOTHING);
    private CompletableFuture<Void> delay = new CompletableFuture<>();
    private Uni<Void> creations = Uni.createFrom().voidItem();
    private final BroadcastProcessor<Notice> breaks = BroadcastProcessor.create();
    private Optional<WorkflowId> damaged = Optional.empty();

    FragileJournal(Clock clock, RetentionConfig retention) {
        this.clock = clock;
        this.retention = retention;
        this.store = new MemoryJournal(clock, retention);
    }

    /** What is really there. */
    MemoryJournal store() {
        return store;
    }

    void goAway() {
        away = true;
    }

    void comeBack() {
        away = false;
        losesAnswers = false;
    }

    void comeBackEmpty() {
        store = new MemoryJournal(clock, retention);
        incarnation = UUID.randomUUID().toString();
        comeBack();
    }

    /** All that is there now is on a replica. */
    void replicate() {
        replica = store.ids().stream().flatMap(id -> store.snapshot(id).stream()).toList();
    }

    /** The replica takes its place: what was written since then is gone. */
    void promoteReplica() {
        store = new MemoryJournal(clock, retention);
        replica.forEach(store::adopt);
        run++;
        comeBack();
    }

    /** Happens between the next restoration and the arrival of its answer. */
    void onceRestored(Runnable happening) {
        onceRestored.set(happening);
    }

    /** From now on nothing is created before {@link #createDelayed}. */
    void delayCreations() {
        delay = new CompletableFuture<>();
        creations = Uni.createFrom().completionStage(() -> delay);
    }

    void createDelayed() {
        delay.complete(null);
    }

    /** What it says is not heard, though it can be asked. */
    void breakSubscriptions() {
        deaf = true;
    }

    void subscribeAgain() {
        deaf = false;
        breaks.onNext(new Notice.Gap());
    }

    /** From now on nothing of that workflow can be read or written. */
    void damage(WorkflowId id) {
        damaged = Optional.of(id);
    }

    /** Does what it is asked, but the answer never arrives. */
    void loseAnswers() {
        losesAnswers = true;
    }

    @Override
    public Uni<String> incarnation() {
        return ask(_ -> Uni.createFrom().item(incarnation + " " + run));
    }

    private <T> Uni<T> ask(WorkflowId id, Function<MemoryJournal, Uni<T>> question) {
        return damaged.filter(id::equals).isPresent()
                ? Uni.createFrom().failure(new FaultException(Fault.Code.WORKFLOW_UNREADABLE, "it is damaged"))
                : ask(question);
    }

    @Override
    public Uni<Restoration> restore(Lease driver, Snapshot snapshot, boolean known) {
        return ask(snapshot.id(), journal -> Uni.createFrom().item(() -> restored(journal, driver, snapshot, known))
                .invoke(() -> onceRestored.getAndSet(NOTHING).run()));
    }

    private static Restoration restored(MemoryJournal journal, Lease driver, Snapshot snapshot, boolean known) {
        var there = journal.snapshot(snapshot.id());
        if (there.isEmpty() && known) {
            return Restoration.REFUSED;
        }
        var head = there.map(found -> found.standing().head());
        if (head.isPresent() && head.get().tip().equals(snapshot.standing().head().tip())) {
            return Restoration.RESTORED;
        }
        var epoch = snapshot.standing().head().epoch();
        if (head.isPresent() && (there.get().standing().status().ended() || head.get().epoch() > epoch
                || head.get().owner().filter(owner -> !owner.equals(driver.owner())).isPresent()
                        && (known || head.get().epoch() == epoch))) {
            return Restoration.REFUSED;
        }
        if (head.isEmpty() || head.get().seq() < snapshot.standing().head().seq() || head.get().epoch() < epoch) {
            journal.adopt(snapshot);
            var claim = new Claim(snapshot.id(), driver.owner(), snapshot.standing().head().epoch(), 0, 0);
            journal.renew(driver, List.of(claim)).await().indefinitely();
        }
        return Restoration.RESTORED;
    }

    @Override
    public Uni<List<JournalEntry>> entries(WorkflowId id) {
        return ask(journal -> Uni.createFrom().item(() -> journal.snapshot(id).orElseThrow().entries()));
    }

    @Override
    public Uni<Creation> create(Submission submission, Optional<Lease> lease, Admission admission) {
        return creations.chain(() -> ask(journal -> journal.create(submission, lease, admission)));
    }

    @Override
    public Uni<List<Claim>> claim(Lease lease, int slots) {
        return ask(journal -> journal.claim(lease, slots));
    }

    @Override
    public Uni<Integer> succeed(Lease lease, String instance) {
        return ask(journal -> journal.succeed(lease, instance));
    }

    @Override
    public Uni<Void> remain(Lease lease, String instance) {
        return ask(journal -> journal.remain(lease, instance));
    }

    @Override
    public Uni<Optional<Claim>> seize(WorkflowId id, Lease lease) {
        return ask(journal -> journal.seize(id, lease));
    }

    @Override
    public Uni<Set<WorkflowId>> renew(Lease lease, Collection<Claim> claims) {
        return ask(journal -> journal.renew(lease, claims));
    }

    @Override
    public Uni<Void> release(Collection<Claim> claims) {
        return ask(journal -> journal.release(claims));
    }

    @Override
    public Uni<Write> append(Claim claim, Batch batch) {
        return ask(journal -> journal.append(claim, batch));
    }

    @Override
    public Uni<Write> end(Claim claim, Batch batch, OrchestratorResult result, boolean reopenable) {
        return ask(journal -> journal.end(claim, batch, result, reopenable));
    }

    @Override
    public Uni<Reopening> reopen(Submission submission, Position seen, Set<StepId> forgotten) {
        return ask(journal -> journal.reopen(submission, seen, forgotten));
    }

    @Override
    public Uni<Boolean> remove(WorkflowId id) {
        return ask(journal -> journal.remove(id));
    }

    @Override
    public Uni<Set<StepId>> offer(WorkflowId id, Map<StepId, Offer> offers) {
        return ask(journal -> journal.offer(id, offers));
    }

    @Override
    public Uni<Map<StepId, Offer>> offers(WorkflowId id) {
        return ask(journal -> journal.offers(id));
    }

    @Override
    public Uni<History> history(WorkflowId id) {
        return ask(journal -> journal.history(id));
    }

    @Override
    public Multi<JournalEntry> follow(WorkflowId id, Position after) {
        return away ? Multi.createFrom().failure(unavailable()) : store.follow(id, after);
    }

    @Override
    public Uni<Optional<Standing>> find(WorkflowId id) {
        return ask(id, journal -> journal.find(id));
    }

    @Override
    public Uni<Optional<OrchestratorResult>> result(WorkflowId id) {
        return ask(journal -> journal.result(id));
    }

    @Override
    public Uni<Recent> recent(int ended) {
        return ask(journal -> journal.recent(ended));
    }

    @Override
    public Uni<Listing> list(Filter filter, Optional<Cursor> cursor, int limit) {
        return ask(journal -> journal.list(filter, cursor, limit));
    }

    @Override
    public Uni<Backlog> backlog() {
        return ask(journal -> journal.backlog());
    }

    @Override
    public Uni<Integer> prune() {
        return ask(MemoryJournal::prune);
    }

    @Override
    public Uni<Set<WorkflowId>> unbegun(Collection<WorkflowId> ids) {
        return ask(journal -> Uni.createFrom().item(() -> ids.stream()
                .filter(id -> journal.snapshot(id).filter(found -> found.standing().head().epoch() == 0).isPresent())
                .collect(Collectors.toUnmodifiableSet())));
    }

    @Override
    public Multi<Notice> notices() {
        return Multi.createBy().merging().streams(store.notices().filter(_ -> !deaf), breaks);
    }

    private <T> Uni<T> ask(Function<MemoryJournal, Uni<T>> question) {
        return Uni.createFrom().deferred(() -> {
            if (away) {
                return Uni.createFrom().failure(unavailable());
            }
            return question.apply(store).invoke(() -> {
                if (losesAnswers || away) {
                    throw unavailable();
                }
            });
        });
    }

    private static FaultException unavailable() {
        return new FaultException(Fault.Code.JOURNAL_UNAVAILABLE, "it is away");
    }
}
