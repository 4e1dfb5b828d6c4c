package org.mcporchestrator.failover;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.mcporchestrator.journal.Claim;
import org.mcporchestrator.journal.Head;
import org.mcporchestrator.journal.Journal.Creation;
import org.mcporchestrator.journal.Journal.Notice;
import org.mcporchestrator.journal.Lease;
import org.mcporchestrator.journal.Progress;
import org.mcporchestrator.journal.Standing;
import org.mcporchestrator.journal.admission.Admission;
import org.mcporchestrator.journal.durable.DurableJournal;
import org.mcporchestrator.journal.durable.Snapshot;
import org.mcporchestrator.memory.MemoryJournal;
import org.mcporchestrator.workflow.Submission;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.webhook.Webhook;

import io.smallrye.mutiny.Uni;

/**
 * Takes new workflows, in Redis or in memory.
 *
 * <p>
 * Those that wait in Redis are kept here until somebody begins with them: should Redis lose them, nobody else could write them
 * again. They are limited in number and size; what finds no room is in Redis alone.
 */
final class Intake {

    private final DurableJournal durable;
    private final MemoryJournal memory;
    private final Mirror mirror;
    private final FailoverConfig config;
    private final Map<WorkflowId, Snapshot> waiting = new LinkedHashMap<>();
    /** Redis is being asked to record them. */
    private final Set<WorkflowId> unanswered = new HashSet<>();
    /** Redis was asked to record them, and the answer got lost. */
    private final Set<WorkflowId> doubtful = new HashSet<>();
    private long characters;
    private boolean missedNews;

    Intake(DurableJournal durable, MemoryJournal memory, Mirror mirror, FailoverConfig config) {
        this.durable = durable;
        this.memory = memory;
        this.mirror = mirror;
        this.config = config;
    }

    /** Kept before Redis is asked: others may begin with it before the answer is here. */
    Uni<Creation> there(Submission submission, Optional<Lease> lease, Admission admission) {
        if (lease.isEmpty()) {
            ask(submission, admission.webhook());
        }
        return durable.create(submission, lease, admission)
                .onTermination().invoke(() -> answered(submission.id()))
                .invoke(creation -> taken(submission, admission.webhook(), creation))
                .onFailure(failure -> !Failures.isUnavailable(failure)).invoke(() -> drop(submission.id()));
    }

    private void taken(Submission submission, Optional<Webhook> webhook, Creation creation) {
        if (creation instanceof Creation.Claimed(var claim)) {
            memory.adopt(Snapshot.beginning(claimed(submission, claim), webhook));
        }
        if (!(creation instanceof Creation.Queued)) {
            drop(submission.id());
        }
    }

    /**
     * Takes it in memory. What would wait and Redis may have after all is not begun here, as another process may have begun
     * with it; and whether an idempotency key is in use nobody knows but Redis.
     *
     * @param asked whether Redis was asked to record it, and did not answer
     */
    Uni<Creation> here(Submission submission, Optional<Lease> lease, Admission admission, boolean asked) {
        if (!config.acceptWithoutRedis() || admission.key().isPresent()) {
            drop(submission.id());
            return Uni.createFrom().failure(Failures.away());
        }
        if (asked && lease.isEmpty()) {
            return doubt(submission.id()) ? Uni.createFrom().item(new Creation.Queued())
                    : Uni.createFrom().failure(Failures.away());
        }
        // Marked first: a reunion in this very moment would take it for one that was removed from Redis.
        if (!mirror.holds(submission.id())) {
            mirror.createdHere(submission.id(), asked);
        }
        return memory.create(submission, lease, admission).invoke(creation -> {
            if (creation instanceof Creation.Full) {
                mirror.forget(submission.id());
            }
        });
    }

    private synchronized void ask(Submission submission, Optional<Webhook> webhook) {
        unanswered.add(submission.id());
        keep(submission, webhook);
    }

    private synchronized void answered(WorkflowId id) {
        unanswered.remove(id);
    }

    /** As far as there is room. */
    synchronized void keep(Submission submission, Optional<Webhook> webhook) {
        if (waiting.size() < config.keptWaiting() && characters + size(submission) <= config.maxBuffer()
                && waiting.putIfAbsent(submission.id(), Snapshot.beginning(standing(submission), webhook)) == null) {
            characters += size(submission);
        }
    }

    /** False if it is not kept here, so that nothing can be promised. */
    private synchronized boolean doubt(WorkflowId id) {
        return waiting.containsKey(id) && doubtful.add(id);
    }

    /** Somebody has begun with it, or it is not there any more. */
    synchronized void drop(WorkflowId id) {
        doubtful.remove(id);
        Optional.ofNullable(waiting.remove(id)).ifPresent(kept -> characters -= size(kept.standing().submission()));
    }

    /** It waits in Redis for certain. */
    synchronized void settle(WorkflowId id) {
        doubtful.remove(id);
    }

    synchronized boolean doubtful(WorkflowId id) {
        return doubtful.contains(id);
    }

    synchronized boolean anyDoubtful() {
        return !doubtful.isEmpty();
    }

    /** All but those of which Redis will tell by itself in a moment. */
    synchronized List<Snapshot> answered() {
        return waiting.values().stream().filter(kept -> !unanswered.contains(kept.id())).toList();
    }

    /** Somebody has begun with one of them; or perhaps with any of them, and nobody would have told. */
    synchronized void heed(Notice notice) {
        if (notice instanceof Notice.Begun(var id)) {
            drop(id);
        }
        missedNews |= notice instanceof Notice.Gap;
    }

    synchronized boolean missedNewsSinceLastLook() {
        var missed = missedNews;
        missedNews = false;
        return missed;
    }

    /** As it stood when it was last heard of. */
    synchronized Optional<Standing> standing(WorkflowId id) {
        return Optional.ofNullable(waiting.get(id)).map(Snapshot::standing);
    }

    private static Standing standing(Submission submission) {
        return new Standing(submission,
                new Head(Optional.empty(), 0, 0, Progress.NONE, false, Optional.empty(), Optional.empty()));
    }

    private static Standing claimed(Submission submission, Claim claim) {
        return new Standing(submission, new Head(Optional.of(claim.owner()), claim.epoch(), claim.seq(), Progress.NONE, false,
                Optional.empty(), Optional.empty()));
    }

    private static long size(Submission submission) {
        return submission.task().length() + submission.subtasks().stream().mapToLong(String::length).sum()
                + submission.context().toString().length();
    }
}
