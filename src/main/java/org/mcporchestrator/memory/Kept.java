package org.mcporchestrator.memory;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

import org.mcporchestrator.journal.Batch;
import org.mcporchestrator.journal.Claim;
import org.mcporchestrator.journal.Head;
import org.mcporchestrator.journal.History;
import org.mcporchestrator.journal.Journal.Creation;
import org.mcporchestrator.journal.Journal.Offer;
import org.mcporchestrator.journal.Journal.Reopening;
import org.mcporchestrator.journal.Journal.Write;
import org.mcporchestrator.journal.Lease;
import org.mcporchestrator.journal.Owner;
import org.mcporchestrator.journal.Position;
import org.mcporchestrator.journal.Progress;
import org.mcporchestrator.journal.Standing;
import org.mcporchestrator.journal.durable.Snapshot;
import org.mcporchestrator.workflow.Stage;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.Submission;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.result.OrchestratorResult;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.StepId;
import org.mcporchestrator.workflow.webhook.Webhook;

/** One workflow and all that is known about it. Guarded by the lock of its store; its log has its own. */
final class Kept {

    /** Stands for the driver of a workflow that ended elsewhere. */
    private static final Owner NOBODY = new Owner("nobody");

    private final Optional<Owner> creator;
    private final Optional<Webhook> webhook;
    private final EventLog log;
    private final SequencedMap<StepId, Outcome> outcomes = new LinkedHashMap<>();
    private final Map<StepId, Offer> offers = new LinkedHashMap<>();
    private Submission submission;
    private boolean reopened;
    private boolean cancelRequested;
    private Tenure tenure = Tenure.NONE;
    private Progress progress = Progress.NONE;
    private Optional<Ending> ending = Optional.empty();

    /** A new workflow, not claimed yet. {@code creator} is who will claim it at once, if anybody. */
    Kept(Submission submission, Optional<Owner> creator, Optional<Webhook> webhook) {
        this.submission = submission;
        this.creator = creator;
        this.webhook = webhook;
        this.log = new EventLog();
    }

    /** A workflow as it stands elsewhere. */
    Kept(Snapshot snapshot, Optional<Webhook> webhook, Instant deadline) {
        var head = snapshot.standing().head();
        this.submission = snapshot.standing().submission();
        this.creator = Optional.empty();
        this.webhook = webhook;
        this.log = new EventLog(snapshot.entries(), snapshot.result().isPresent());
        this.outcomes.putAll(snapshot.outcomes());
        this.cancelRequested = head.cancelRequested();
        this.tenure = new Tenure(head.owner(), head.epoch(), Instant.EPOCH, deadline, 0, true, false, head.arrival());
        this.progress = head.progress();
        this.ending = snapshot.result()
                .map(result -> new Ending(new Claim(id(), head.owner().orElse(NOBODY), head.epoch(), 0, 0),
                        result, snapshot.reopenable()));
    }

    Snapshot snapshot() {
        return new Snapshot(standing(), outcomes, log.all(), result(), reopenable(), webhook);
    }

    WorkflowId id() {
        return submission.id();
    }

    EventLog log() {
        return log;
    }

    Tenure tenure() {
        return tenure;
    }

    Turn turn() {
        return Turn.of(submission);
    }

    Moment created() {
        return new Moment(submission.createdAt(), id());
    }

    /** That it was created with. */
    Optional<Webhook> webhook() {
        return webhook;
    }

    Optional<Moment> ended() {
        return result().map(result -> new Moment(result.completedAt(), id()));
    }

    Optional<OrchestratorResult> result() {
        return ending.map(Ending::result);
    }

    /** The answer to a creation of a workflow that exists: as the first time, if it is that one once more. */
    Creation createdAgain(Submission again, Optional<Owner> by) {
        if (!submission.equals(again) || !creator.equals(by)) {
            return new Creation.Duplicate(id());
        }
        return creator.<Creation> map(owner -> new Creation.Claimed(new Claim(id(), owner, 1, 0, 0)))
                .orElseGet(Creation.Queued::new);
    }

    Claim claim(Lease lease, Instant now) {
        tenure = tenure.claimedBy(lease, now);
        return new Claim(id(), lease.owner(), tenure.epoch(), log.seq(), tenure.takeovers());
    }

    void requestCancel() {
        cancelRequested = true;
    }

    void renew(Lease lease, Instant now) {
        tenure = tenure.renewed(lease, now);
    }

    /** Its owner has ended, and nobody drives it; a suspect stays with the claim that has run out, for its wait. */
    void leave(Lease successor, Instant now) {
        var left = tenure.left(now);
        tenure = left.takeovers() < successor.patience().suspectFrom() ? left : tenure.lapsed(now);
    }

    void release() {
        tenure = tenure.free();
    }

    /** Whether writes under this claim are valid; also past its lease, as long as nobody took it. */
    boolean drivenUnder(Claim claim) {
        return ending.isEmpty() && tenure.heldUnder(claim);
    }

    Write append(Claim claim, Batch batch) {
        if (!drivenUnder(claim)) {
            return Write.FENCED;
        }
        if (batch.firstSeq() != log.seq() + 1) {
            return repeats(claim, batch) ? Write.RECORDED : Write.FENCED;
        }
        add(claim, batch, batch.progress().status());
        return Write.RECORDED;
    }

    Write end(Claim claim, Batch batch, OrchestratorResult result, boolean reopenable) {
        if (ending.isPresent()) {
            return ending.get().under(claim) ? Write.RECORDED : Write.FENCED;
        }
        if (!drivenUnder(claim) || batch.firstSeq() != log.seq() + 1) {
            return Write.FENCED;
        }
        add(claim, batch, result.status());
        log.end();
        tenure = tenure.over();
        ending = Optional.of(new Ending(claim, result, reopenable));
        offers.clear();
        if (!reopenable) {
            outcomes.clear();
        }
        return Write.RECORDED;
    }

    /** Keeps what it can use, and answers which steps that are. */
    Set<StepId> offer(Map<StepId, Offer> more) {
        if (ending.isPresent()) {
            return Set.of();
        }
        more.forEach((step, offer) -> {
            if (!outcomes.containsKey(step)) {
                offers.putIfAbsent(step, offer);
            }
        });
        return more.entrySet().stream().filter(entry -> entry.getValue().equals(offers.get(entry.getKey())))
                .map(Map.Entry::getKey).collect(Collectors.toUnmodifiableSet());
    }

    Map<StepId, Offer> offers() {
        return Map.copyOf(offers);
    }

    boolean reopenable() {
        return ending.filter(Ending::reopenable).isPresent();
    }

    /** What becomes of a reopening; if it has not ended, the one that is meant was done since the last end. */
    Reopening reopening(Submission changed, Position seen) {
        if (ending.isEmpty()) {
            return reopened && submission.equals(changed) ? Reopening.REOPENED : Reopening.ACTIVE;
        }
        if (!standing().head().tip().equals(seen)) {
            return Reopening.CHANGED;
        }
        return reopenable() ? Reopening.REOPENED : Reopening.FINAL;
    }

    void reopen(Submission changed, Set<StepId> forgotten) {
        submission = changed;
        reopened = true;
        ending = Optional.empty();
        outcomes.keySet().removeAll(forgotten);
        tenure = tenure.reopened();
        progress = new Progress(Status.PENDING, Stage.WAITING, progress.agents(), progress.answered(), progress.failed(),
                progress.cost(), progress.startedAt(), progress.spending());
        log.reopen();
    }

    Standing standing() {
        return new Standing(submission, new Head(tenure.owner(), tenure.epoch(), log.seq(), progress, cancelRequested,
                result().flatMap(OrchestratorResult::error), result().map(OrchestratorResult::completedAt),
                tenure.arrival()));
    }

    History history() {
        return new History(standing(), Collections.unmodifiableSequencedMap(new LinkedHashMap<>(outcomes)), offers);
    }

    private boolean repeats(Claim claim, Batch batch) {
        return log.holds(claim.epoch(), batch) && outcomes.keySet().containsAll(batch.outcomes().keySet());
    }

    private void add(Claim claim, Batch batch, Status status) {
        log.append(claim.epoch(), batch.events());
        tenure = tenure.recorded(!outcomes.keySet().containsAll(batch.outcomes().keySet()));
        batch.outcomes().forEach(outcomes::putIfAbsent);
        offers.keySet().removeAll(batch.outcomes().keySet());
        progress = moved(batch.progress(), status);
    }

    /** A workflow that runs does not become pending again, whatever a driver says. */
    private Progress moved(Progress to, Status status) {
        var forward = status.compareTo(progress.status()) < 0 ? progress.status() : status;
        return new Progress(forward, to.stage(), to.agents(), to.answered(), to.failed(), to.cost(), to.startedAt(),
                to.spending());
    }
}
