package org.mcporchestrator.failover;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import org.mcporchestrator.journal.Lease;
import org.mcporchestrator.journal.Standing;
import org.mcporchestrator.journal.durable.DurableJournal;
import org.mcporchestrator.journal.durable.DurableJournal.Restoration;
import org.mcporchestrator.journal.durable.Snapshot;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/** Brings Redis up to date with what was driven here while it was away, and finds out who drives what by now. */
final class Reunion {

    private static final int AT_A_TIME = 16;

    private final DurableJournal durable;
    private final Mirror mirror;
    private final Intake intake;
    private final Lease lease;
    private final AtomicReference<Optional<String>> incarnation = new AtomicReference<>(Optional.empty());

    Reunion(DurableJournal durable, Mirror mirror, Intake intake, Lease lease) {
        this.durable = durable;
        this.mirror = mirror;
        this.intake = intake;
        this.lease = lease;
    }

    /** Tries whether Redis can be written to, and catches up; fails if it is still away. */
    Uni<Void> attempt() {
        return durable.renew(lease, List.of())
                .chain(durable::incarnation)
                .invoke(Reunion::requireMark)
                .chain(mark -> catchUp(mark)
                        .chain(() -> enlist(incarnation.get().filter(mark::equals).isPresent()))
                        .invoke(() -> incarnation.set(Optional.of(mark))));
    }

    /** As {@link #sameData}; and lets go what others have begun with, if that was perhaps not heard. */
    Uni<Void> look() {
        return sameData().chain(() -> intake.missedNewsSinceLastLook() ? enlist(true) : Uni.createFrom().voidItem());
    }

    /**
     * Fails as unavailable if Redis has lost its data since it was last caught up with, or may have lost the last of it, as
     * after a restart or a failover to a replica: then what is missing was not removed.
     */
    Uni<Void> sameData() {
        return durable.incarnation()
                .invoke(mark -> {
                    if (incarnation.get().filter(mark::equals).isEmpty()) {
                        throw new FaultException(Fault.Code.JOURNAL_UNAVAILABLE, difference(mark));
                    }
                })
                .replaceWithVoid();
    }

    private String difference(String mark) {
        var data = mark.split(" ")[0];
        return incarnation.get().filter(known -> known.split(" ")[0].equals(data)).isPresent()
                ? "Redis was restarted, or another one has taken its place"
                : "Redis has lost its data";
    }

    private static void requireMark(String mark) {
        if (mark.isEmpty()) {
            throw new FaultException(Fault.Code.JOURNAL_UNAVAILABLE, "the data of Redis are being removed");
        }
    }

    /** Brings one workflow up to date; false if it is no longer ours, and then it is forgotten here. */
    Uni<Boolean> catchUp(WorkflowId id) {
        return restore(id, true);
    }

    private Uni<Void> catchUp(String mark) {
        var same = incarnation.get().filter(mark::equals).isPresent();
        return Multi.createFrom().iterable(mirror.ids())
                .onItem().transformToUni(id -> check(id, same)).merge(AT_A_TIME)
                .collect().asList()
                .invoke(all -> Log.debugf("caught up with Redis: workflows=%s same-data=%s", (Object) all.size(), same))
                .replaceWithVoid();
    }

    /**
     * What waited is written again if Redis lost it, or may never have had it; what somebody has begun with is let go. One
     * small read for each of them, and only what has to be written again goes over the wire, a few at a time.
     *
     * @param same whether what was there is there, unless it was removed
     */
    private Uni<Void> enlist(boolean same) {
        var kept = intake.answered();
        return durable.unbegun(kept.stream().map(Snapshot::id).toList())
                .invoke(waiting -> waiting.forEach(intake::settle))
                .chain(waiting -> Multi.createFrom().iterable(kept)
                        .filter(each -> !waiting.contains(each.id()))
                        .onItem().transformToUni(each -> enlist(each, same && !intake.doubtful(each.id())))
                        .merge(AT_A_TIME)
                        .collect().asList())
                .replaceWithVoid();
    }

    /** @param known whether it was there, so that somebody has begun with it or it was removed */
    private Uni<Boolean> enlist(Snapshot kept, boolean known) {
        return (known ? Uni.createFrom().item(false)
                : durable.restore(lease, kept, false)
                        .map(Restoration.RESTORED::equals)
                        .onFailure(Failures::isUnreadable).recoverWithItem(false))
                .invoke(waits -> keep(kept.id(), waits));
    }

    private void keep(WorkflowId id, boolean waits) {
        if (waits) {
            intake.settle(id);
        } else {
            intake.drop(id);
        }
    }

    /** A workflow that stands in Redis as it does here needs nothing. */
    private Uni<Boolean> check(WorkflowId id, boolean same) {
        return mirror.behind(id) ? restore(id, same)
                : durable.find(id).onFailure(Failures::isUnreadable).recoverWithItem(Optional.empty())
                        .chain(there -> agrees(id, there) ? Uni.createFrom().item(true) : restore(id, same));
    }

    private boolean agrees(WorkflowId id, Optional<Standing> there) {
        var here = mirror.snapshot(id).map(snapshot -> snapshot.standing().head());
        return there.isPresent() && here.isPresent() && there.get().head().tip().equals(here.get().tip())
                && there.get().head().owner().equals(here.get().owner());
    }

    private Uni<Boolean> restore(WorkflowId id, boolean same) {
        var known = same && mirror.wasThere(id);
        return mirror.handOver(id).map(snapshot -> restore(snapshot, known))
                .orElseGet(() -> Uni.createFrom().item(false));
    }

    /** Others may begin with what waits before the answer is here: then it must be known that it is kept as waiting. */
    private Uni<Boolean> restore(Snapshot snapshot, boolean known) {
        if (snapshot.waits()) {
            intake.keep(snapshot.standing().submission(), snapshot.webhook());
        }
        return durable.restore(lease, snapshot, known).chain(restoration -> switch (restoration) {
            case RESTORED -> Uni.createFrom().item(() -> restored(snapshot));
            case REFUSED -> (known ? sameData() : Uni.createFrom().voidItem()).map(_ -> refused(snapshot));
        }).onFailure(Failures::isUnreadable).recoverWithItem(() -> refused(snapshot));
    }

    /**
     * What was written here meanwhile is left to the next attempt. Where it stands that waits, Redis alone knows from now on.
     */
    private boolean restored(Snapshot snapshot) {
        if (snapshot.waits()) {
            mirror.forget(snapshot.id());
        } else {
            mirror.caughtUp(snapshot.id(), snapshot.standing().head().tip());
        }
        Log.infof("persisted to Redis: workflow=%s", snapshot.id());
        return true;
    }

    private boolean refused(Snapshot snapshot) {
        intake.drop(snapshot.id());
        mirror.forget(snapshot.id());
        Log.infof("workflow has another driver, was removed or is damaged: workflow=%s", snapshot.id());
        return false;
    }
}
