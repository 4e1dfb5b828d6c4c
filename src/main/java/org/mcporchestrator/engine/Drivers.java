package org.mcporchestrator.engine;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.context.ApplicationScoped;

import org.mcporchestrator.agent.Agent;
import org.mcporchestrator.engine.drive.CallSlots;
import org.mcporchestrator.engine.drive.Driver;
import org.mcporchestrator.engine.drive.Limits;
import org.mcporchestrator.journal.Claim;
import org.mcporchestrator.journal.Head;
import org.mcporchestrator.journal.History;
import org.mcporchestrator.journal.Journal;
import org.mcporchestrator.journal.Journal.Creation;
import org.mcporchestrator.journal.Lease;
import org.mcporchestrator.journal.Progress;
import org.mcporchestrator.journal.Standing;
import org.mcporchestrator.journal.admission.Admission;
import org.mcporchestrator.journal.admission.IdempotencyKey;
import org.mcporchestrator.workflow.Submission;
import org.mcporchestrator.workflow.Workflow;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.result.OrchestratorResult;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.Step;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;

/** The workflows that this process drives now. */
@ApplicationScoped
class Drivers {

    private final Journal journal;
    private final Agent agent;
    private final CallSlots calls;
    private final Cache cache;
    private final EngineConfig config;
    private final Clock clock;
    private final Lease lease;
    private final Slots slots;
    private final Salvage salvage;
    private final Limits limits;
    private final Map<WorkflowId, Driven> driven = new ConcurrentHashMap<>();
    /** Whether more may wait than there were slots for; then a slot that becomes free is used at once. */
    private volatile boolean backlog;
    private final AtomicInteger claimRequests = new AtomicInteger();
    private volatile Instant renewedAt;

    private record Driven(Claim claim, Driver driver) {}

    Drivers(Journal journal, Agent agent, Cache cache, EngineConfig config, Lease lease, Clock clock) {
        this.journal = journal;
        this.agent = agent;
        this.calls = new CallSlots(config.maxCalls());
        this.cache = cache;
        this.config = config;
        this.clock = clock;
        this.lease = lease;
        this.salvage = new Salvage(journal);
        this.limits = new Limits(config.maxAge(), config.stepMaxBytes().asLongValue(),
                config.workflowMaxBytes().asLongValue());
        this.slots = new Slots(config.maxWorkflows());
        this.renewedAt = clock.instant();
    }

    Lease lease() {
        return lease;
    }

    /** Records a new workflow, and begins with it if there is a free slot. */
    Uni<Creation> create(Submission submission, Optional<IdempotencyKey> key) {
        return detached(Uni.createFrom().deferred(() -> createInSlot(submission, new Admission(config.maxWaiting(), key))));
    }

    private Uni<Creation> createInSlot(Submission submission, Admission admission) {
        var slot = slots.take();
        return journal.create(submission, slot ? Optional.of(lease) : Optional.empty(), admission)
                .invoke(creation -> {
                    if (creation instanceof Creation.Claimed(var claim)) {
                        letRun(claim, beginning(submission));
                    } else if (slot) {
                        slots.give(1);
                    } else {
                        backlog = true;
                    }
                })
                .onFailure().invoke(() -> slots.give(slot ? 1 : 0));
    }

    /** Claims waiting workflows for the free slots, and goes on with them. */
    Uni<Integer> claimWaiting() {
        var free = slots.take(config.maxWorkflows());
        return free == 0 ? Uni.createFrom().item(0)
                : renewIfLate().chain(() -> journal.claim(lease, free))
                        .invoke(claims -> {
                            backlog = claims.size() == free;
                            slots.give(free - claims.size());
                        })
                        .onFailure().invoke(() -> slots.give(free))
                        .invoke(claims -> claims.forEach(this::letGoOn))
                        .map(List::size);
    }

    /**
     * Claims waiting workflows soon; nobody waits for it, and what fails is left to the next scan. One claim at a time, and a
     * loop:
     * a workflow that ends at once frees its slot and asks for the next.
     */
    void letClaim() {
        if (claimRequests.getAndIncrement() > 0) {
            return;
        }
        Uni.createFrom().deferred(() -> {
            var seen = claimRequests.get();
            return claimWaiting().onFailure().recoverWithItem(0).map(_ -> claimRequests.addAndGet(-seen));
        })
                .repeat().whilst(left -> left > 0)
                .subscribe().with(_ -> {
                }, failure -> Log.error("claiming stopped", failure));
    }

    /** Ends a workflow as cancelled, whoever drives it; empty if it had ended. Takes no slot: it makes no call. */
    Uni<Optional<Driver.End>> cancel(WorkflowId id) {
        return detached(journal.seize(id, lease).chain(seized -> seized
                .map(claim -> {
                    lose(id);
                    return journal.history(id).chain(history -> drive(claim, history))
                            .map(Optional::of);
                })
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))));
    }

    /** A caller who goes away in the middle must not leave half of it done, nor a slot taken. */
    private static <T> Uni<T> detached(Uni<T> work) {
        return Uni.createFrom().emitter(emitter -> work.subscribe().with(emitter::complete, emitter::fail));
    }

    /** After a standstill of this process its claims may be past their lease: it must not take them over from itself. */
    private Uni<Integer> renewIfLate() {
        var late = renewedAt.plus(lease.length().dividedBy(2)).isBefore(clock.instant());
        return late ? renew() : Uni.createFrom().item(0);
    }

    /** Renews all claims, and drops the workflows whose claim is lost. Without any, a sign of life for those to come. */
    Uni<Integer> renew() {
        var claims = driven.values().stream().map(Driven::claim).toList();
        var now = clock.instant();
        return journal.renew(lease, claims)
                .invoke(lost -> lost.forEach(this::lose))
                .map(lost -> claims.size() - lost.size())
                .invoke(() -> renewedAt = now);
    }

    /** Stops driving; others may go on at once. */
    Uni<Void> release() {
        var claims = driven.values().stream().map(Driven::claim).toList();
        claims.forEach(claim -> lose(claim.id()));
        return claims.isEmpty() ? Uni.createFrom().voidItem() : journal.release(claims);
    }

    /** The claim of a workflow belongs to somebody else now: its driver, if it is here, stops. */
    void lose(WorkflowId id) {
        Optional.ofNullable(driven.get(id)).ifPresent(lost -> lost.driver().lose());
    }

    /** There are answers that others paid for: its driver, if it is here, looks at them. */
    void offered(WorkflowId id) {
        Optional.ofNullable(driven.get(id)).ifPresent(found -> journal.offers(id).subscribe().with(found.driver()::offer,
                failure -> Log.infof("offered answers not read: workflow=%s error=%s", id, failure.getMessage())));
    }

    Optional<Standing> standing(WorkflowId id) {
        return Optional.ofNullable(driven.get(id)).flatMap(found -> found.driver().standing());
    }

    int count() {
        return driven.size();
    }

    private static History beginning(Submission submission) {
        var head = new Head(Optional.empty(), 0, 0, Progress.NONE, false, Optional.empty(), Optional.empty());
        return new History(new Standing(submission, head), Workflow.begin(submission).outcomes());
    }

    private Uni<Driver.End> drive(Claim claim, History history) {
        var driver = new Driver(claim, history, journal, step -> calls.within(claim.id(), perform(claim, step)), clock,
                limits);
        driven.put(claim.id(), new Driven(claim, driver));
        return driver.drive()
                .invoke(end -> conclude(claim, end))
                .invoke(end -> settle(claim.id(), driver, end))
                .onTermination()
                .invoke(() -> driven.computeIfPresent(claim.id(), (_, now) -> now.driver() == driver ? null : now));
    }

    /** Makes a call if the claim still holds. If not, its driver is told, and calls off what waits here. */
    private Uni<Outcome> perform(Claim claim, Step step) {
        return journal.holds(lease, claim)
                .chain(ours -> ours ? agent.perform(step)
                        : Uni.createFrom().<Outcome> nothing()
                                .onSubscription().invoke(() -> lose(claim)));
    }

    private void lose(Claim claim) {
        Optional.ofNullable(driven.get(claim.id())).filter(found -> found.claim().equals(claim))
                .ifPresent(lost -> lost.driver().lose());
    }

    private void conclude(Claim claim, Driver.End end) {
        switch (end) {
            case Driver.End.Ended(var standing, var result) -> {
                cache.put(new WorkflowView(standing, Optional.of(result)));
                logEnd(result);
            }
            case Driver.End.Lost(_) -> Log.infof("workflow handed over: workflow=%s epoch=%d", claim.id(), claim.epoch());
        }
    }

    private void settle(WorkflowId id, Driver driver, Driver.End end) {
        switch (end) {
            case Driver.End.Ended _ -> salvage.wasted(id, driver.unused());
            case Driver.End.Lost(var unrecorded) -> salvage.offer(id, unrecorded);
        }
    }

    /** From here on nobody waits: the workflow goes on by itself, in its slot. */
    private void letRun(Claim claim, History history) {
        drive(claim, history)
                .onTermination().invoke(this::freeSlot)
                .subscribe().with(_ -> {
                }, failure -> logStuck(claim, failure));
    }

    /** A former driver of it may still be here, if its claim ran out unnoticed. */
    private void letGoOn(Claim claim) {
        lose(claim.id());
        journal.history(claim.id())
                .chain(history -> drive(claim, history))
                .onTermination().invoke(this::freeSlot)
                .subscribe().with(_ -> {
                }, failure -> logStuck(claim, failure));
    }

    private void freeSlot() {
        slots.give(1);
        if (backlog) {
            letClaim();
        }
    }

    /** Codes only: what a provider says may quote a prompt. */
    private static void logEnd(OrchestratorResult result) {
        var codes = result.agentResults().stream()
                .flatMap(agent -> Optional.ofNullable(agent.metadata().get("error_code")).stream())
                .distinct().toList();
        Log.infof("workflow ended: workflow=%s status=%s took=%.3f%s", result.id(), result.status().wire(),
                result.executionTime().toMillis() / 1000.0, codes.isEmpty() ? "" : " codes=" + codes);
    }

    /** The claim is not renewed any more, so that somebody takes the workflow over when its lease is up. */
    private static void logStuck(Claim claim, Throwable failure) {
        Log.errorf(failure, "workflow stopped, to be taken over after its lease: workflow=%s", claim.id());
    }
}
