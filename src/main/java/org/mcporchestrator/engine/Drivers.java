package org.mcporchestrator.engine;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import org.mcporchestrator.agent.Agent;
import org.mcporchestrator.agent.cost.Tariff;
import org.mcporchestrator.engine.call.CallSlots;
import org.mcporchestrator.engine.call.ClaimPermission;
import org.mcporchestrator.engine.claim.Custody;
import org.mcporchestrator.engine.claim.Figures;
import org.mcporchestrator.engine.claim.Holdings;
import org.mcporchestrator.engine.claim.Recollection;
import org.mcporchestrator.engine.claim.Salvage;
import org.mcporchestrator.engine.drive.Driver;
import org.mcporchestrator.engine.drive.Limits;
import org.mcporchestrator.engine.live.Onlookers;
import org.mcporchestrator.journal.Claim;
import org.mcporchestrator.journal.Head;
import org.mcporchestrator.journal.History;
import org.mcporchestrator.journal.Journal;
import org.mcporchestrator.journal.Journal.Creation;
import org.mcporchestrator.journal.Lease;
import org.mcporchestrator.journal.Progress;
import org.mcporchestrator.journal.Standing;
import org.mcporchestrator.journal.admission.Admission;
import org.mcporchestrator.journal.durable.Durability;
import org.mcporchestrator.workflow.Submission;
import org.mcporchestrator.workflow.Workflow;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;
import org.mcporchestrator.workflow.step.Step;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/** The workflows that this process drives now. */
@ApplicationScoped
class Drivers {

    private static final Duration LOOK_EVERY = Duration.ofMillis(10);
    /** For the last writes of a stopping process; each ends within half a second, or waits for a Redis that is away. */
    private static final Duration LAST_WRITES = Duration.ofSeconds(2);
    private static final Duration COME_AGAIN = Duration.ofSeconds(1);

    private final Journal journal;
    private final Durability durability;
    private final Agent agent;
    private final Tariff tariff;
    private final CallSlots calls;
    private final Recollection recollection;
    private final Custody custody;
    private final Figures figures;
    private final EngineConfig config;
    private final Onlookers onlookers;
    private final Clock clock;
    private final Lease lease;
    private final Slots slots;
    private final Aftermath aftermath;
    private final Limits limits;
    private final Holdings driven = new Holdings();
    /** Whether more may wait than there were slots for; then a slot that becomes free is used at once. */
    private volatile boolean backlog;
    private final AtomicInteger claimRequests = new AtomicInteger();
    private volatile boolean stopping;

    Drivers(Journal journal, Durability durability, Agent agent, Tariff tariff, Cache cache, EngineConfig config, Lease lease,
            Onlookers onlookers, Clock clock, Figures figures) {
        this.journal = journal;
        this.durability = durability;
        this.agent = agent;
        this.tariff = tariff;
        this.calls = new CallSlots(config.maxCalls());
        this.config = config;
        this.onlookers = onlookers;
        this.clock = clock;
        this.lease = lease;
        this.recollection = new Recollection(journal, lease.patience());
        this.custody = new Custody(journal, lease, recollection, figures);
        this.figures = figures;
        this.aftermath = new Aftermath(cache, new Salvage(journal), figures);
        this.limits = new Limits(config.maxAge(), config.stepMaxBytes().asLongValue(),
                config.workflowMaxBytes().asLongValue());
        this.slots = new Slots(config.maxWorkflows());
    }

    Lease lease() {
        return lease;
    }

    /**
     * Records a new workflow, and begins with it if there is a free slot. A process that is about to stop leaves it to others,
     * and fails with {@code OVERLOADED} if none would ever know of it.
     */
    Uni<Creation> create(Submission submission, Request request) {
        return stopping && !durability.state().durable()
                ? Uni.createFrom().failure(new FaultException(Fault.Code.OVERLOADED, "this server is about to stop")
                        .retryAfter(COME_AGAIN))
                : detached(Uni.createFrom()
                        .deferred(() -> createInSlot(submission,
                                new Admission(config.maxWaiting(), request.idempotencyKey(), request.webhook()))));
    }

    private Uni<Creation> createInSlot(Submission submission, Admission admission) {
        var slot = !stopping && slots.take();
        return journal.create(submission, slot ? Optional.of(lease) : Optional.empty(), admission)
                .invoke(creation -> {
                    if (creation instanceof Creation.Claimed(var claim)) {
                        letRun(claim, Uni.createFrom().item(beginning(submission)));
                    } else if (slot) {
                        slots.give(1);
                    } else {
                        backlog = true;
                    }
                })
                .onFailure().invoke(() -> slots.give(slot ? 1 : 0));
    }

    /**
     * Claims waiting workflows for the free slots, and goes on with them. For half of the slots at a time, and again if there
     * were so many: a submission that comes meanwhile must not find them all taken by a claim that perhaps brings nothing.
     */
    Uni<Integer> claimWaiting() {
        return detached(Uni.createFrom().deferred(this::claimForHalf)
                .repeat().whilst(claims -> !claims.isEmpty() && backlog)
                .collect().with(Collectors.summingInt(List::size)));
    }

    private Uni<List<Claim>> claimForHalf() {
        var free = stopping ? 0 : slots.takeHalf();
        return free == 0 ? Uni.createFrom().item(List.of())
                : renewIfLate().chain(() -> journal.claim(lease, free))
                        .invoke(claims -> {
                            backlog = claims.size() == free;
                            slots.give(free - claims.size());
                        })
                        .onFailure().invoke(() -> slots.give(free))
                        .call(claims -> custody.accept(claims).invoke(held -> {
                            slots.give(claims.size() - held.size());
                            held.forEach(this::letGoOn);
                        }));
    }

    /**
     * Claims waiting workflows soon; nobody waits for it, and what fails is left to the next scan. One claim at a time, and a
     * loop: a workflow that ends at once frees its slot and asks for the next.
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
                    return recollection.history(claim).chain(history -> drive(claim, history))
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
        var late = figures.sinceRenewal().compareTo(lease.length().dividedBy(2)) > 0;
        return late ? renew() : Uni.createFrom().item(0);
    }

    /** Renews all claims, and drops the workflows whose claim is lost. Without any, a sign of life for those to come. */
    Uni<Integer> renew() {
        var claims = driven.claims();
        var now = clock.instant();
        return journal.renew(lease, claims)
                .invoke(lost -> lost.forEach(this::lose))
                .map(lost -> claims.size() - lost.size())
                .invoke(() -> figures.renewed(now));
    }

    boolean stopping() {
        return stopping;
    }

    /**
     * Takes no new work, lets steps that are under way end and records them, and gives each workflow back as soon as it has
     * none. Beyond the grace time calls are aborted.
     */
    Uni<Void> stop(Duration grace) {
        stopping = true;
        driven.drivers().forEach(Driver::pause);
        return idle(grace)
                .invoke(() -> driven.drivers().forEach(Driver::halt))
                .chain(() -> idle(LAST_WRITES))
                .chain(this::release);
    }

    /** Emits when nothing is driven any more, or the patience has ended. */
    private Uni<Void> idle(Duration patience) {
        return Multi.createFrom().ticks().every(LOOK_EVERY).onOverflow().drop()
                .select().first(_ -> !(driven.size() == 0 && slots.unused()))
                .collect().last()
                .replaceWithVoid()
                .ifNoItem().after(patience.isPositive() ? patience : LOOK_EVERY).recoverWithUni(Uni.createFrom().voidItem());
    }

    /** Stops driving at once; others may go on. If it fails, only when the leases are up. */
    Uni<Void> release() {
        var claims = driven.claims();
        claims.forEach(claim -> lose(claim.id()));
        return claims.isEmpty() ? Uni.createFrom().voidItem()
                : journal.release(claims)
                        .onFailure().invoke(failure -> Log.warnf("claims not released: workflows=%s error=%s",
                                claims.stream().map(claim -> claim.id().value()).toList(), failure.getMessage()));
    }

    /** The claim of a workflow belongs to somebody else now: its driver, if it is here, stops. */
    void lose(WorkflowId id) {
        driven.of(id).ifPresent(Driver::lose);
    }

    /** There are answers that others paid for: its driver, if it is here, looks at them. */
    void offered(WorkflowId id) {
        driven.of(id).ifPresent(driver -> journal.offers(id).subscribe().with(driver::offer,
                failure -> Log.infof("offered answers not read: workflow=%s error=%s", id, failure.getMessage())));
    }

    Optional<Standing> standing(WorkflowId id) {
        return driven.of(id).flatMap(Driver::standing);
    }

    /** Whether the end of the workflow is being recorded here. */
    boolean ending(WorkflowId id) {
        return driven.of(id).filter(driver -> driver.standing().isEmpty()).isPresent();
    }

    int stuck() {
        return (int) driven.drivers().stream().filter(Driver::stuck).count();
    }

    int count() {
        return driven.size();
    }

    private static History beginning(Submission submission) {
        var head = new Head(Optional.empty(), 0, 0, Progress.NONE, false, Optional.empty(), Optional.empty());
        return new History(new Standing(submission, head), Workflow.begin(submission).outcomes());
    }

    private Uni<Driver.End> drive(Claim claim, History history) {
        var look = aftermath.look();
        var trace = onlookers.of(history.standing().submission());
        var retries = new AtomicInteger(config.maxRetries() - history.workflow().repeatedCalls());
        var driver = new Driver(claim, history, journal,
                step -> trace.step(step, Uni.createFrom().deferred(() -> agent.perform(step,
                        new ClaimPermission(claim.id(), calls, () -> mayCall(claim, step), retries,
                                failure -> driven.of(claim).filter(now -> now.affords(step, failure)).isPresent())))),
                clock, limits, tariff::of, recollection.verdict(claim));
        driven.add(claim, driver);
        if (stopping) {
            driver.pause();
        }
        return driver.drive()
                .call(end -> end instanceof Driver.End.Paused ? custody.giveBack(List.of(claim)) : Uni.createFrom().voidItem())
                .invoke(end -> aftermath.of(claim, driver, end, look))
                .invoke(end -> {
                    if (end instanceof Driver.End.Ended(_, var result)) {
                        trace.ended(result);
                    }
                })
                .onTermination().invoke(() -> driven.remove(claim, driver));
    }

    /** Whether the claim still holds and there is time for a call. If not, the driver is told, and calls the step off. */
    private Uni<Boolean> mayCall(Claim claim, Step step) {
        Consumer<Driver> withdrawal = driver -> driver.withdraw(step);
        return stopping ? Uni.createFrom().item(answer(false, claim, withdrawal))
                : journal.holds(lease, claim).map(ours -> !ours ? answer(false, claim, Driver::lose)
                        : stopping ? answer(false, claim, withdrawal)
                                : driven.of(claim).filter(driver -> driver.leaves(step)).isPresent());
    }

    private boolean answer(boolean may, Claim claim, Consumer<Driver> told) {
        driven.of(claim).ifPresent(told);
        return may;
    }

    /** A former driver of it may still be here, if its claim ran out unnoticed. */
    private void letGoOn(Claim claim) {
        lose(claim.id());
        letRun(claim, custody.history(claim));
    }

    /** From here on nobody waits: the workflow goes on by itself, in its slot. */
    private void letRun(Claim claim, Uni<History> history) {
        history.chain(from -> drive(claim, from))
                .onTermination().invoke(this::freeSlot)
                .subscribe().with(_ -> {
                }, failure -> custody.broke(claim, failure));
    }

    private void freeSlot() {
        slots.give(1);
        if (backlog) {
            letClaim();
        }
    }
}
