package org.mcporchestrator.engine.drive;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.mcporchestrator.engine.budget.Ledger;
import org.mcporchestrator.engine.drive.Narration.Performed;
import org.mcporchestrator.engine.drive.Selection.Choice;
import org.mcporchestrator.engine.mailbox.Mailbox;
import org.mcporchestrator.journal.Batch;
import org.mcporchestrator.journal.Claim;
import org.mcporchestrator.journal.Head;
import org.mcporchestrator.journal.Head.Arrival;
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
import org.mcporchestrator.workflow.budget.Amount;
import org.mcporchestrator.workflow.event.Envelope;
import org.mcporchestrator.workflow.event.WorkflowEvent;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.result.OrchestratorResult;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.Step;
import org.mcporchestrator.workflow.step.StepId;

import io.smallrye.mutiny.Uni;

/**
 * Drives one claimed workflow until it ends or the claim is lost: plan, perform, record, repeat.
 *
 * <p>
 * A turn folds the outcomes that came in, asks the pattern for the next move, records outcomes, events and the beginning of the
 * next steps in one write, and only then makes their calls. Turns follow one another; signals come from any thread through the
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
         * @param fenced whether a write was refused; otherwise it was told
         * @param unrecorded answers that were paid for and that nobody has for certain
         */
        record Lost(boolean fenced, Map<StepId, Offer> unrecorded) implements End {}

        /** It stopped in order, with all that it knows recorded; the claim still is this process'. */
        record Paused() implements End {}
    }

    private final Claim claim;
    private final Journal journal;
    private final Clock clock;
    private final Limits limits;
    private final Timekeeper timekeeper;
    private final Optional<Fault> verdict;
    private final boolean cancelled;
    private final Arrival arrival;
    private final Mailbox<Signal> mailbox = new Mailbox<>();
    private final Calls calls;
    private final Ledger ledger;
    private final News news = new News();
    private Workflow workflow;
    private Progress progress;
    private Tally tally = Tally.NONE;
    private long seq;
    private long bytes;
    private boolean opened;
    private boolean expired;
    private boolean lost;
    private volatile @Nullable Standing standing;

    /**
     * @param performer never fails but by a defect; of what it does not begin this is told by {@link #withdraw}
     * @param tariff what a step is likely to cost; asked only if the workflow has a budget
     * @param verdict why the workflow is ended as failed and not driven any further, if it is
     */
    public Driver(Claim claim, History history, Journal journal, Function<Step, Uni<Outcome>> performer,
            Clock clock, Limits limits, Function<Step, Amount> tariff, Optional<Fault> verdict) {
        this.claim = claim;
        this.journal = journal;
        this.clock = clock;
        this.limits = limits;
        this.ledger = new Ledger(history, tariff);
        this.calls = new Calls(performer, limits, ledger, mailbox);
        this.timekeeper = new Timekeeper(clock, limits.age());
        this.verdict = verdict;
        this.workflow = history.workflow();
        this.progress = history.standing().head().goingOn(now());
        this.seq = claim.seq();
        this.standing = history.standing();
        this.bytes = Limits.bytes(workflow.outcomes().values());
        var _ = calls.offer(history.offers());
        this.cancelled = history.standing().head().cancelRequested();
        this.arrival = history.standing().head().arrival();
        this.tally = Tally.of(Pattern.named(workflow.submission().pattern()).findings(workflow));
    }

    /**
     * Where the workflow stands; authoritative as long as the claim holds. Empty from the moment in which its end is being
     * recorded: then readers of the journal may know more.
     */
    public Optional<Standing> standing() {
        return Optional.ofNullable(standing);
    }

    /** Tells it that the claim is no longer valid: it aborts its calls, writes nothing more and is done. */
    public void lose() {
        mailbox.put(new Signal.Lost());
    }

    /** Makes no further call; once what is under way is recorded, the drive ends as paused. */
    public void pause() {
        mailbox.put(new Signal.Paused());
    }

    /** As {@link #pause}, and calls off what is under way. */
    public void halt() {
        mailbox.put(new Signal.Halted());
    }

    /** Tells it that a call of the step is about to be made. False if the step was taken back: then it must not be. */
    public boolean leaves(Step step) {
        timekeeper.left();
        return calls.leave(step);
    }

    /** Takes back a step whose call was not made, since this process is about to stop. */
    public void withdraw(Step step) {
        mailbox.put(new Signal.Withdrawn(step));
    }

    /**
     * Whether the budget has room for one more call of the step, after one that failed like this. What that changes is recorded
     * by the turn that follows, during the wait before the call.
     */
    public boolean affords(Step step, Throwable failure) {
        return calls.again(step, failure);
    }

    /**
     * Whether nothing was recorded for longer than the longest of its steps may take with all its attempts. A workflow of which
     * all steps wait for their turn is not.
     */
    public boolean stuck() {
        return timekeeper.stuck() && !calls.allWait();
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
            var timer = timekeeper.limit(workflow, progress, () -> mailbox.put(new Signal.Expired()));
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
        if (calls.closed() && calls.count() == 0 && news.fresh().isEmpty() && progress.spending().equals(ledger.recordable())) {
            return Uni.createFrom().item(Optional.of(new End.Paused()));
        }
        var report = new Report(workflow.after(news.outcomes()), progress.startedAt().orElseGet(this::now), now(),
                ledger.recordable());
        if (cancelled) {
            return end(report, List.of(narration(report).cancelled(tally)), report.partial(Status.CANCELLED, "cancelled"));
        }
        return switch (next(report)) {
            case Move.Perform move -> goOn(report, move);
            case Move.Finish(var synthesis) ->
                end(report, narration(report).completed(news.fresh(), synthesis, tally.after(report, news)),
                        report.completed(synthesis));
            case Move.Fail failure -> end(report, narration(report).failed(news.fresh(), failure, tally.after(report, news)),
                    report.partial(Status.FAILED, failure.fault().detail()));
        };
    }

    private Move next(Report report) {
        if (verdict.isPresent()) {
            return new Move.Fail(verdict.get());
        }
        if (limits.exceededBy(bytes)) {
            return new Move.Fail(limits.exceeded());
        }
        return expired ? new Move.Fail(Limits.timedOut()) : report.pattern().next(report.workflow());
    }

    private Uni<Optional<End>> goOn(Report report, Move.Perform move) {
        var counted = tally.after(report, news);
        var choice = calls.closed() ? Choice.NONE : new Selection(calls, ledger).of(move, report.workflow());
        var events = narration(report).goingOn(news.fresh(), move, choice.begun(), counted);
        ledger.warning().ifPresent(events::add);
        var batch = batch(opening(report, events), report.progress(Status.RUNNING, move.stage(), counted, ledger.recordable()));
        return write(batch).chain(write -> switch (write) {
            case FENCED -> Uni.createFrom().item(Optional.of(lost(true)));
            case RECORDED, BUFFERED -> recorded(write, report.workflow(), counted, batch, choice);
        });
    }

    private Uni<Optional<End>> end(Report report, List<WorkflowEvent> events, OrchestratorResult result) {
        standing = null;
        var reached = report.progress(result.status(), Stage.DONE, tally.after(report, news), report.spending());
        var batch = batch(opening(report, events), reached);
        return report.documented(result).chain(whole -> journal.end(claim, batch, whole, report.reopenable(whole.status()))
                .map(write -> switch (write) {
                    case FENCED -> Optional.of(lost(true));
                    case RECORDED, BUFFERED -> Optional.of(ended(batch, whole));
                }));
    }

    private End ended(Batch batch, OrchestratorResult result) {
        return new End.Ended(new Standing(workflow.submission(), new Head(Optional.empty(), claim.epoch(), batch.lastSeq(),
                batch.progress(), cancelled, result.error(), Optional.of(result.completedAt()))), result);
    }

    private Uni<Write> write(Batch batch) {
        // Nothing is written, so what is only here stays so.
        return batch.events().isEmpty() && batch.outcomes().isEmpty()
                && batch.progress().spending().equals(progress.spending()) ? Uni.createFrom().item(Write.BUFFERED)
                        : journal.append(claim, batch);
    }

    private End lost(boolean fenced) {
        mailbox.rest().forEach(this::heed);
        return new End.Lost(fenced, news.unrecorded());
    }

    private Uni<Optional<End>> recorded(Write write, Workflow after, Tally counted, Batch batch, Choice choice) {
        workflow = after;
        progress = batch.progress();
        tally = counted;
        seq = batch.lastSeq();
        opened = true;
        news.written(write);
        var head = new Head(Optional.of(claim.owner()), claim.epoch(), seq, progress, false, Optional.empty(),
                Optional.empty());
        standing = new Standing(after.submission(), head);
        choice.begun().forEach(this::begin);
        choice.leftOut().forEach(step -> add(new Performed(step, Ledger.noRoom())));
        timekeeper.recorded();
        return !choice.leftOut().isEmpty() || calls.closed() && calls.count() == 0 ? Uni.createFrom().item(Optional.empty())
                : mailbox.take().map(this::read);
    }

    private void begin(Step step) {
        timekeeper.begun(step);
        calls.begin(step);
    }

    private Optional<End> read(List<Signal> signals) {
        signals.forEach(this::heed);
        // Not before all of them are heeded: an answer that came behind it is paid for all the same.
        if (signals.contains(new Signal.Halted())) {
            calls.abort();
        }
        return lost ? Optional.of(lost(false)) : Optional.empty();
    }

    private void heed(Signal signal) {
        switch (signal) {
            case Signal.Done(var performed) -> {
                if (calls.finish(performed.step().id())) {
                    add(performed);
                }
            }
            case Signal.Offered(var offers) -> calls.offer(offers).forEach(this::add);
            case Signal.Withdrawn(var step) -> calls.withdraw(step);
            case Signal.Paused _ -> calls.close();
            case Signal.Halted _ -> calls.close();
            case Signal.Again(var step) -> calls.withdrawIfClosed(step);
            case Signal.Lost _ -> lost = true;
            case Signal.Expired _ -> expired = true;
        }
    }

    private void add(Performed performed) {
        news.add(performed);
        ledger.settle(performed.step().id(), performed.outcome());
        bytes += Limits.bytes(performed.outcome());
    }

    private List<WorkflowEvent> opening(Report report, List<WorkflowEvent> events) {
        if (opened) {
            return events;
        }
        var first = progress.startedAt().isEmpty() ? narration(report).started()
                : narration(report).resumed(cancelled ? "cancel" : arrival.reason());
        return Stream.concat(Stream.of(first), events.stream()).toList();
    }

    private Batch batch(List<WorkflowEvent> events, Progress reached) {
        var at = now();
        var id = workflow.submission().id();
        return new Batch(seq + 1, events.stream().map(event -> new Envelope(id, at, event)).toList(), news.outcomes(), reached);
    }

    private Narration narration(Report report) {
        return new Narration(report, progress.stage(), ledger::reservedFor);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
