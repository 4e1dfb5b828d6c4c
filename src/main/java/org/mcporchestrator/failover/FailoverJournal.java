package org.mcporchestrator.failover;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;

import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
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
import org.mcporchestrator.journal.Owner;
import org.mcporchestrator.journal.Position;
import org.mcporchestrator.journal.Standing;
import org.mcporchestrator.journal.admission.Admission;
import org.mcporchestrator.journal.durable.Durability;
import org.mcporchestrator.journal.durable.DurableJournal;
import org.mcporchestrator.memory.MemoryJournal;
import org.mcporchestrator.workflow.Submission;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.result.OrchestratorResult;
import org.mcporchestrator.workflow.step.StepId;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/**
 * Redis as long as it answers, this process' memory while it does not.
 *
 * <p>
 * Every write goes to Redis first and to the mirror then. A write that fails turns Redis "away": writes go to the mirror alone,
 * as far as that does no harm, until {@link #reunite} has brought Redis up to date. What the mirror holds is read from it.
 */
@Singleton
@Typed(FailoverJournal.class)
public class FailoverJournal implements Journal, Durability {

    private static final Uni<Write> FENCED = Uni.createFrom().item(Write.FENCED);

    private final DurableJournal durable;
    private final Mirror mirror;
    private final MemoryJournal memory;
    private final Presence presence;
    private final Intake intake;
    private final Reunion reunion;
    private final Tether tether;
    private final Owner owner;
    private final Permit permit;
    private final Reading reading;

    @Inject
    FailoverJournal(DurableJournal durable, MemoryJournal memory, Lease lease, FailoverConfig config, Clock clock) {
        this(durable, memory, lease, config, new Presence(clock), new Tether(System::nanoTime));
    }

    FailoverJournal(DurableJournal durable, MemoryJournal memory, Lease lease, FailoverConfig config, Presence presence,
            Tether tether) {
        this.durable = durable;
        this.memory = memory;
        this.mirror = new Mirror(memory, config.keptEnded());
        this.intake = new Intake(durable, memory, mirror, config);
        this.reunion = new Reunion(durable, mirror, intake, lease);
        this.presence = presence;
        this.tether = tether;
        this.owner = lease.owner();
        this.permit = new Permit(mirror, tether, config);
        this.reading = new Reading(durable, memory, mirror, presence, intake);
    }

    @Override
    public State state() {
        return presence.state();
    }

    @Override
    public Uni<Void> awaited() {
        return presence.awaited();
    }

    /**
     * Tries to catch up with Redis, if it is away or lacks something, and looks whether it still has its data if not. To be
     * called again and again, one at a time; never fails.
     */
    Uni<Void> reunite() {
        return (presence.present() && !mirror.anyBehind() && !intake.anyDoubtful() ? reunion.look() : reunion.attempt())
                .invoke(presence::here)
                .invoke(mirror::trim)
                .onFailure().invoke(failure -> presence.away(Failures.reason(failure)))
                .onFailure().recoverWithNull();
    }

    @Override
    public Uni<Creation> create(Submission submission, Optional<Lease> lease, Admission admission) {
        return Uni.createFrom().deferred(() -> {
            var asked = new AtomicBoolean();
            return either(() -> {
                asked.set(true);
                return intake.there(submission, lease, admission);
            }, () -> intake.here(submission, lease, admission, asked.get()));
        });
    }

    @Override
    public Uni<List<Claim>> claim(Lease lease, int slots) {
        return either(() -> durable.claim(lease, slots)
                .invoke(claims -> claims.forEach(claim -> intake.drop(claim.id()))),
                () -> memory.claim(lease, slots,
                        id -> !mirror.handedOver(id)));
    }

    /** Not as a renewal of all that is held: by some of them nothing is known of the others. */
    @Override
    public Uni<Set<WorkflowId>> accept(Lease lease, Collection<Claim> claims) {
        return either(() -> durable.accept(lease, claims), () -> memory.accept(lease, claims));
    }

    @Override
    public Uni<Integer> succeed(Lease lease, String instance) {
        return either(() -> durable.succeed(lease, instance), FailoverJournal::unavailable);
    }

    @Override
    public Uni<Void> remain(Lease lease, String instance) {
        return either(() -> durable.remain(lease, instance), FailoverJournal::unavailable);
    }

    /** While Redis is away only where the end can be recorded at once: the caller waits for it. */
    @Override
    public Uni<Optional<Claim>> seize(WorkflowId id, Lease lease) {
        return either(() -> upToDate(id).chain(() -> durable.seize(id, lease)).invoke(() -> intake.drop(id))
                .onFailure(Failures::isUnknown)
                .recoverWithUni(unknown -> reunion.sameData().chain(() -> Uni.createFrom().failure(unknown))),
                () -> mirror.holds(id) && !mirror.handedOver(id) && permit.mayGoOn(id)
                        ? memory.seize(id, lease).invoke(() -> mirror.fellBehind(id))
                        : unavailable());
    }

    /** The mirror is renewed too: otherwise this process would take its workflows over from itself in the next outage. */
    @Override
    public Uni<Set<WorkflowId>> renew(Lease lease, Collection<Claim> claims) {
        var asked = tether.now();
        var recorded = claims.stream().filter(claim -> !mirror.behind(claim.id())).toList();
        return either(() -> durable.renew(lease, recorded)
                .call(lost -> lost.isEmpty() ? Uni.createFrom().voidItem() : reunion.sameData())
                .invoke(lost -> {
                    lost.forEach(mirror::forget);
                    tether.renewed(asked, lease.length());
                })
                .call(() -> memory.renew(lease, claims)), () -> memory.renew(lease, claims));
    }

    /** Certain within the lease by this process' own clock; beyond it waits for Redis, where another process may have it. */
    @Override
    public Uni<Boolean> holds(Lease lease, Claim claim) {
        if (!mirror.holds(claim.id())) {
            return Uni.createFrom().item(false);
        }
        return permit.mayDrive(claim.id()) ? Uni.createFrom().item(true)
                : presence.awaited().chain(() -> either(() -> confirmed(lease, claim), () -> holds(lease, claim)));
    }

    /** Of this claim only: whether the others hold is not known by that, so the tether stays as it is. */
    private Uni<Boolean> confirmed(Lease lease, Claim claim) {
        return upToDate(claim.id()).chain(ours -> !ours ? Uni.createFrom().item(false)
                : durable.renew(lease, List.of(claim)).chain(lost -> lost.isEmpty() ? Uni.createFrom().item(true)
                        : reunion.sameData().replaceWith(false)));
    }

    /** Fails while Redis is away: others look there for what they may take. What it lacks of a workflow comes before. */
    @Override
    public Uni<Void> release(Collection<Claim> claims) {
        return either(() -> Multi.createFrom().iterable(claims)
                .onItem().transformToUniAndConcatenate(claim -> upToDate(claim.id()))
                .collect().last()
                .chain(() -> durable.release(claims))
                .invoke(() -> claims.forEach(mirror::forget)), FailoverJournal::unavailable);
    }

    @Override
    public Uni<Write> append(Claim claim, Batch batch) {
        return write(claim, batch, journal -> journal.append(claim, batch));
    }

    @Override
    public Uni<Write> end(Claim claim, Batch batch, OrchestratorResult result, boolean reopenable) {
        return write(claim, batch, journal -> journal.end(claim, batch, result, reopenable))
                .invoke(() -> mirror.trimIf(presence.present()));
    }

    @Override
    public Uni<Reopening> reopen(Submission submission, Position seen, Set<StepId> forgotten) {
        return revoking(submission.id(), () -> durable.reopen(submission, seen, forgotten));
    }

    /** Waits for Redis: whoever drives the workflow by now looks there. */
    @Override
    public Uni<Set<StepId>> offer(WorkflowId id, Map<StepId, Offer> offers) {
        return either(() -> durable.offer(id, offers), () -> presence.awaited().chain(() -> offer(id, offers)));
    }

    @Override
    public Uni<Map<StepId, Offer>> offers(WorkflowId id) {
        return either(() -> durable.offers(id), () -> memory.offers(id));
    }

    @Override
    public Uni<History> history(WorkflowId id) {
        return mirror.behind(id) ? memory.history(id)
                : either(() -> Uni.combine().all().unis(durable.history(id), durable.entries(id)).asTuple()
                        .map(read -> mirror.adopted(read.getItem1(), read.getItem2())),
                        () -> mirror.holds(id) ? memory.history(id) : unavailable());
    }

    /** Takes nothing in: nobody is going to drive it here. */
    @Override
    public Uni<History> past(WorkflowId id) {
        return reading.past(id);
    }

    @Override
    public Uni<Boolean> remove(WorkflowId id) {
        return revoking(id, () -> durable.remove(id));
    }

    private <T> Uni<T> revoking(WorkflowId id, Supplier<Uni<T>> change) {
        return either(() -> upToDate(id).chain(change::get).invoke(() -> mirror.forgetEnded(id)), FailoverJournal::unavailable);
    }

    @Override
    public Multi<JournalEntry> follow(WorkflowId id, Position after) {
        return reading.follow(id, after);
    }

    @Override
    public Uni<Optional<Standing>> find(WorkflowId id) {
        return reading.find(id);
    }

    @Override
    public Uni<Optional<OrchestratorResult>> result(WorkflowId id) {
        return reading.result(id);
    }

    /** From Redis only: who asks wants to know what was there before this process, and asks again while Redis is away. */
    @Override
    public Uni<Recent> recent(int ended) {
        return either(() -> durable.recent(ended), FailoverJournal::unavailable);
    }

    @Override
    public Uni<Listing> list(Filter filter, Optional<Cursor> cursor, int limit) {
        return either(() -> durable.list(filter, cursor, limit), () -> memory.list(filter, cursor, limit));
    }

    @Override
    public Uni<Backlog> backlog() {
        return either(durable::backlog, memory::backlog);
    }

    @Override
    public Uni<Integer> prune() {
        return memory.prune().invoke(() -> mirror.trimIf(presence.present()))
                .chain(() -> either(durable::prune, () -> Uni.createFrom().item(0)));
    }

    @Override
    public Multi<Notice> notices() {
        return Multi.createBy().merging().streams(durable.notices()
                .invoke(intake::heed)
                .invoke(notice -> mirror.heed(notice, owner)), memory.notices());
    }

    private <T> Uni<T> either(Supplier<Uni<T>> there, Supplier<Uni<T>> here) {
        return presence.either(there, here);
    }

    private Uni<Write> write(Claim claim, Batch batch, Function<Journal, Uni<Write>> action) {
        return either(
                () -> upToDate(claim.id()).chain(ours -> ours ? action.apply(durable) : FENCED)
                        .onFailure(Failures::isUnknown).recoverWithItem(Write.FENCED)
                        .call(write -> write == Write.FENCED ? reunion.sameData() : Uni.createFrom().voidItem())
                        .chain(write -> mirrored(write, claim, action)),
                () -> writeHere(claim, batch, action));
    }

    private Uni<Write> mirrored(Write write, Claim claim, Function<Journal, Uni<Write>> action) {
        return switch (write) {
            // What was taken meanwhile is not held here any more, but recorded all the same.
            case RECORDED, BUFFERED -> action.apply(memory).replaceWith(Write.RECORDED)
                    .onFailure(Failures::isUnknown).recoverWithItem(Write.RECORDED);
            case FENCED -> FENCED.invoke(() -> mirror.forget(claim.id()));
        };
    }

    /** Goes on in memory where that does no harm; otherwise waits until Redis is back. */
    private Uni<Write> writeHere(Claim claim, Batch batch, Function<Journal, Uni<Write>> action) {
        if (!mirror.holds(claim.id())) {
            return FENCED;
        }
        return permit.mayGoOn(claim.id()) ? action.apply(memory).invoke(() -> mirror.fellBehind(claim.id(), batch))
                .map(write -> write == Write.RECORDED ? Write.BUFFERED : write)
                : presence.awaited().chain(() -> write(claim, batch, action));
    }

    private Uni<Boolean> upToDate(WorkflowId id) {
        return mirror.behind(id) ? reunion.catchUp(id) : Uni.createFrom().item(true);
    }

    private static <T> Uni<T> unavailable() {
        return Uni.createFrom().failure(Failures.away());
    }
}
