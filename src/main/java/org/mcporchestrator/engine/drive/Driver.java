package org.mcporchestrator.engine.drive;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.mcporchestrator.agent.Agent;
import org.mcporchestrator.engine.drive.Narration.Performed;
import org.mcporchestrator.journal.Batch;
import org.mcporchestrator.journal.Claim;
import org.mcporchestrator.journal.Head;
import org.mcporchestrator.journal.History;
import org.mcporchestrator.journal.Journal;
import org.mcporchestrator.journal.Journal.Offer;
import org.mcporchestrator.journal.Journal.Write;
import org.mcporchestrator.journal.Progress;
import org.mcporchestrator.journal.Standing;
import org.mcporchestrator.pattern.Move;
import org.mcporchestrator.pattern.Pattern;
import org.mcporchestrator.workflow.Stage;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.Workflow;
import org.mcporchestrator.workflow.event.Envelope;
import org.mcporchestrator.workflow.event.WorkflowEvent;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.result.OrchestratorResult;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.Step;
import org.mcporchestrator.workflow.step.StepId;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;

/**
 * Drives one claimed workflow until it ends or the claim is lost: plan, perform, record, repeat.
 *
 * <p>
 * A turn folds the outcomes that came in, asks the pattern for the next move, records outcomes, events and the beginning of the
 * next
 * steps in one write, and only then makes their calls. Turns follow one another; signals come from any thread through the
 * mailbox.
 */
public final class Driver {

    /** How a drive ended. */
    public sealed interface End {

        /** The workflow has ended, and this process recorded it. */
        record Ended(Standing standing, OrchestratorResult result) implements End {}

        /**
         * The workflow belongs to somebody else now.
         *
         * @param unrecorded answers that were paid for and that nobody has for certain
         */
        record Lost(Map<StepId, Offer> unrecorded) implements End {}
    }

    private sealed interface Signal {

        record Done(Performed performed) implements Signal {}

        record Lost() implements Signal {}

        record Offered(Map<StepId, Offer> offers) implements Signal {}

        record Expired() implements Signal {}
    }

    private final Claim claim;
    private final Journal journal;
    private final Clock clock;
    private final Limits limits;
    private final boolean cancelled;
    private final Mailbox<Signal> mailbox = new Mailbox<>();
    private final Calls calls;
    private final List<Performed> news = new ArrayList<>();
    /** Written, but only to the memory of this process. */
    private final List<Performed> buffered = new ArrayList<>();
    private Workflow workflow;
    private Progress progress;
    private Tally tally = Tally.NONE;
    private long seq;
    private long bytes;
    private boolean opened;
    private boolean expired;
    private boolean lost;
    private volatile @Nullable Standing standing;

    public Driver(Claim claim, History history, Journal journal, Agent agent, Clock clock, Limits limits) {
        this.claim = claim;
        this.journal = journal;
        this.clock = clock;
        this.limits = limits;
        this.calls = new Calls(agent, limits, performed -> mailbox.put(new Signal.Done(performed)));
        this.workflow = history.workflow();
        this.progress = history.standing().head().progress();
        this.seq = claim.seq();
        this.standing = history.standing();
        this.bytes = Limits.bytes(workflow.outcomes().values());
        var _ = calls.offer(history.offers());
        this.cancelled = history.standing().head().cancelRequested();
        this.tally = Tally.of(Pattern.named(workflow.submission().pattern()).findings(workflow));
    }

    /**
     * Where the workflow stands; authoritative as long as the claim holds. Empty from the moment in which its end is being
     * recorded:
     * then readers of the journal may know more.
     */
    public Optional<Standing> standing() {
        return Optional.ofNullable(standing);
    }

    /** Tells it that the claim is no longer valid: it aborts its calls, writes nothing more and is done. */
    public void lose() {
        mailbox.put(new Signal.Lost());
    }

    /** Hands it answers that others paid for: it takes those to the questions that it has itself. */
    public void offer(Map<StepId, Offer> offers) {
        mailbox.put(new Signal.Offered(offers));
    }

    /** Offers that it had no use for; to be read once it has driven to the end. */
    public Map<StepId, Offer> unused() {
        return calls.unused();
    }

    /** Drives to the end. Fails only if the journal stays away or by a defect. Subscribe once. */
    public Uni<End> drive() {
        return Uni.createFrom().deferred(() -> {
            var timer = expiry();
            return Uni.createFrom().deferred(this::turn)
                    .repeat().whilst(Optional::isEmpty)
                    .collect().last()
                    .map(Optional::orElseThrow)
                    .onTermination().invoke(timer::cancel)
                    .onTermination().invoke(calls::abort);
        });
    }

    /** Emits empty as long as there is more to do. */
    private Uni<Optional<End>> turn() {
        var report = new Report(workflow.after(outcomes()), progress.startedAt().orElseGet(this::now), now());
        if (cancelled) {
            return end(report, List.of(narration(report).cancelled(tally)), report.partial(Status.CANCELLED, "cancelled"));
        }
        return switch (next(report)) {
            case Move.Perform move -> goOn(report, move);
            case Move.Finish(var synthesis) -> end(report, narration(report).completed(news, synthesis, tallyAfter(report)),
                    report.completed(synthesis));
            case Move.Fail failure -> end(report, narration(report).failed(news, failure, tallyAfter(report)),
                    report.partial(Status.FAILED, failure.fault().detail()));
        };
    }

    private Move next(Report report) {
        if (limits.exceededBy(bytes)) {
            return new Move.Fail(limits.exceeded());
        }
        return expired ? timedOut() : report.pattern().next(report.workflow());
    }

    private Uni<Optional<End>> goOn(Report report, Move.Perform move) {
        var counted = tallyAfter(report);
        var begun = toBegin(move);
        var batch = batch(opening(narration(report).goingOn(news, move, begun, counted)),
                progress(Status.RUNNING, move.stage(), counted, report));
        return write(batch).chain(write -> switch (write) {
            case FENCED -> Uni.createFrom().item(Optional.of(lost()));
            case RECORDED, BUFFERED -> recorded(write, report.workflow(), counted, batch, begun);
        });
    }

    private Uni<Optional<End>> end(Report report, List<WorkflowEvent> events, OrchestratorResult result) {
        standing = null;
        var batch = batch(opening(events), progress(result.status(), Stage.DONE, tallyAfter(report), report));
        return journal.end(claim, batch, result, result.status() == Status.FAILED).map(write -> switch (write) {
            case FENCED -> Optional.of(lost());
            case RECORDED, BUFFERED -> Optional.of(ended(batch, result));
        });
    }

    private End ended(Batch batch, OrchestratorResult result) {
        var head = new Head(Optional.empty(), claim.epoch(), batch.lastSeq(), batch.progress(), cancelled, result.error(),
                Optional.of(result.completedAt()));
        return new End.Ended(new Standing(workflow.submission(), head), result);
    }

    private static Progress progress(Status status, Stage stage, Tally tally, Report report) {
        return new Progress(status, stage, tally.agents(), tally.answered(), tally.failed(), report.workflow().cost(),
                Optional.of(report.startedAt()));
    }

    private Uni<Write> write(Batch batch) {
        // Nothing is written, so what is only here stays so.
        return batch.events().isEmpty() && batch.outcomes().isEmpty() ? Uni.createFrom().item(Write.BUFFERED)
                : journal.append(claim, batch);
    }

    private void remember(Write write) {
        if (write == Write.RECORDED) {
            buffered.clear();
        } else {
            buffered.addAll(news);
        }
        news.clear();
    }

    private End lost() {
        mailbox.rest().forEach(this::heed);
        var unrecorded = new LinkedHashMap<StepId, Offer>();
        Stream.concat(buffered.stream(), news.stream())
                .filter(performed -> performed.outcome() instanceof Outcome.Answered)
                .forEach(performed -> unrecorded.put(performed.step().id(),
                        new Offer(Premise.of(performed.step()), performed.outcome())));
        return new End.Lost(unrecorded);
    }

    private Uni<Optional<End>> recorded(Write write, Workflow after, Tally counted, Batch batch, List<Step> begun) {
        workflow = after;
        progress = batch.progress();
        tally = counted;
        seq = batch.lastSeq();
        opened = true;
        remember(write);
        var head = new Head(Optional.of(claim.owner()), claim.epoch(), seq, progress, false, Optional.empty(),
                Optional.empty());
        standing = new Standing(after.submission(), head);
        begun.forEach(calls::begin);
        return mailbox.take().map(this::read);
    }

    private Optional<End> read(List<Signal> signals) {
        signals.forEach(this::heed);
        return lost ? Optional.of(lost()) : Optional.empty();
    }

    private void heed(Signal signal) {
        switch (signal) {
            case Signal.Done(var performed) -> {
                if (calls.finish(performed.step().id())) {
                    add(performed);
                }
            }
            case Signal.Offered(var offers) -> calls.offer(offers).forEach(this::add);
            case Signal.Lost _ -> lost = true;
            case Signal.Expired _ -> expired = true;
        }
    }

    private void add(Performed performed) {
        news.add(performed);
        bytes += Limits.bytes(performed.outcome());
    }

    private List<Step> toBegin(Move.Perform move) {
        var common = workflow.submission().config().common();
        var limit = common.parallelExecution() ? common.maxConcurrentAgents() : 1;
        return move.steps().stream().filter(step -> !calls.underWay(step)).limit(Math.max(0, limit - calls.count()))
                .toList();
    }

    private Cancellable expiry() {
        var limit = workflow.submission().config().common().workflowTimeout();
        var shortest = limit.compareTo(limits.age()) < 0 ? limit : limits.age();
        var left = Duration.between(now(), progress.startedAt().orElseGet(this::now).plus(shortest));
        return Uni.createFrom().voidItem()
                .onItem().delayIt().by(left.isPositive() ? left : Duration.ofMillis(1))
                .subscribe().with(_ -> mailbox.put(new Signal.Expired()));
    }

    private static Move timedOut() {
        return new Move.Fail(new Fault(Fault.Code.WORKFLOW_TIMED_OUT, "the workflow took longer than it may"));
    }

    private List<WorkflowEvent> opening(List<WorkflowEvent> events) {
        if (opened) {
            return events;
        }
        var submission = workflow.submission();
        WorkflowEvent first = progress.startedAt().isEmpty()
                ? new WorkflowEvent.WorkflowStart(submission.task(), submission.title(),
                        submission.config().common().numAgents())
                : new WorkflowEvent.WorkflowResumed(cancelled ? "cancel" : "takeover", workflow.outcomes().size());
        return Stream.concat(Stream.of(first), events.stream()).toList();
    }

    private Batch batch(List<WorkflowEvent> events, Progress reached) {
        var at = now();
        var id = workflow.submission().id();
        return new Batch(seq + 1, events.stream().map(event -> new Envelope(id, at, event)).toList(), outcomes(), reached);
    }

    private Map<StepId, Outcome> outcomes() {
        var outcomes = new LinkedHashMap<StepId, Outcome>();
        news.forEach(performed -> outcomes.put(performed.step().id(), performed.outcome()));
        return outcomes;
    }

    /** Counted from the start once the subtasks become known, then kept up by what comes in. */
    private Tally tallyAfter(Report report) {
        return tally.agents() == 0 ? Tally.of(report.findings())
                : tally.plus(news.stream().filter(Performed::byAgent).map(Performed::outcome).toList());
    }

    private Narration narration(Report report) {
        return new Narration(report, progress.stage());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
