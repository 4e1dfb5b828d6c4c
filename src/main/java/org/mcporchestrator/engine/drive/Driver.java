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
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.mcporchestrator.engine.drive.Narration.Performed;
import org.mcporchestrator.journal.Batch;
import org.mcporchestrator.journal.Claim;
import org.mcporchestrator.journal.Head;
import org.mcporchestrator.journal.Head.Arrival;
import org.mcporchestrator.journal.History;
import org.mcporchestrator.journal.Journal;
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
         * @param fenced whether a write was refused; otherwise it was told
         * @param unrecorded outcomes that came in too late
         */
        record Lost(boolean fenced, List<Outcome> unrecorded) implements End {

            public Lost {
                unrecorded = List.copyOf(unrecorded);
            }
        }

        /** It stopped in order, with all that it knows recorded; the claim still is this process'. */
        record Paused() implements End {}
    }

    private sealed interface Signal {

        record Done(Performed performed) implements Signal {}

        record Withdrawn(Step step) implements Signal {}

        record Paused() implements Signal {}

        record Halted() implements Signal {}

        record Lost() implements Signal {}

        record Expired() implements Signal {}
    }

    private final Claim claim;
    private final Journal journal;
    private final Function<Step, Uni<Optional<Outcome>>> performer;
    private final Clock clock;
    private final Timekeeper timekeeper;
    private final Optional<Fault> verdict;
    private final boolean cancelled;
    private final Arrival arrival;
    private final Mailbox<Signal> mailbox = new Mailbox<>();
    private final Map<StepId, Cancellable> calls = new LinkedHashMap<>();
    private final List<Performed> news = new ArrayList<>();
    private Workflow workflow;
    private Progress progress;
    private Tally tally = Tally.NONE;
    private long seq;
    private boolean opened;
    private boolean expired;
    private boolean pausing;
    private boolean lost;
    private volatile @Nullable Standing standing;

    /**
     * @param performer empty if a step was not begun, since this process is about to stop
     * @param verdict why the workflow is ended as failed and not driven any further, if it is
     */
    public Driver(Claim claim, History history, Journal journal, Function<Step, Uni<Optional<Outcome>>> performer,
            Clock clock, Duration maxAge,
            Optional<Fault> verdict) {
        this.claim = claim;
        this.journal = journal;
        this.performer = performer;
        this.clock = clock;
        this.timekeeper = new Timekeeper(clock, maxAge);
        this.verdict = verdict;
        this.workflow = history.workflow();
        this.progress = history.standing().head().progress();
        this.seq = claim.seq();
        this.standing = history.standing();
        this.cancelled = history.standing().head().cancelRequested();
        this.arrival = history.standing().head().arrival();
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

    /** Whether nothing was recorded for longer than the longest of its steps may take with all its attempts. */
    public boolean stuck() {
        return timekeeper.stuck();
    }

    /** Tells it that the claim is no longer valid: it aborts its calls, writes nothing more and is done. */
    public void lose() {
        mailbox.put(new Signal.Lost());
    }

    /** Begins no further step; once what is under way is recorded, the drive ends as paused. */
    public void pause() {
        mailbox.put(new Signal.Paused());
    }

    /** As {@link #pause}, and calls off what is under way. */
    public void halt() {
        mailbox.put(new Signal.Halted());
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
                    .onTermination().invoke(this::abortCalls);
        });
    }

    /** Emits empty as long as there is more to do. */
    private Uni<Optional<End>> turn() {
        if (pausing && calls.isEmpty() && news.isEmpty()) {
            return Uni.createFrom().item(Optional.of(new End.Paused()));
        }
        var report = new Report(workflow.after(outcomes()), progress.startedAt().orElseGet(this::now), now());
        if (cancelled) {
            return end(report, List.of(narration(report).cancelled(tally)), report.partial(Status.CANCELLED, "cancelled"));
        }
        return switch (move(report)) {
            case Move.Perform move -> goOn(report, move);
            case Move.Finish(var synthesis) -> end(report, narration(report).completed(news, synthesis, tallyAfter(report)),
                    report.completed(synthesis));
            case Move.Fail failure -> end(report, narration(report).failed(news, failure, tallyAfter(report)),
                    report.partial(Status.FAILED, failure.fault().detail()));
        };
    }

    private Move move(Report report) {
        return verdict.<Move> map(Move.Fail::new)
                .orElseGet(() -> expired ? timedOut() : report.pattern().next(report.workflow()));
    }

    private Uni<Optional<End>> goOn(Report report, Move.Perform move) {
        var counted = tallyAfter(report);
        var begun = toBegin(move);
        var batch = batch(opening(report, narration(report).goingOn(news, move, begun, counted)),
                progress(Status.RUNNING, move.stage(), counted, report));
        return write(batch).chain(write -> switch (write) {
            case FENCED -> Uni.createFrom().item(Optional.<End> of(lost(true)));
            case RECORDED -> recorded(report.workflow(), counted, batch, begun);
        });
    }

    private Uni<Optional<End>> end(Report report, List<WorkflowEvent> events, OrchestratorResult result) {
        standing = null;
        var batch = batch(opening(report, events), progress(result.status(), Stage.DONE, tallyAfter(report), report));
        return journal.end(claim, batch, result, result.status() == Status.FAILED).map(write -> switch (write) {
            case FENCED -> Optional.of(lost(true));
            case RECORDED -> Optional.of(ended(batch, result));
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
        return batch.events().isEmpty() && batch.outcomes().isEmpty() ? Uni.createFrom().item(Write.RECORDED)
                : journal.append(claim, batch);
    }

    private Uni<Optional<End>> recorded(Workflow after, Tally counted, Batch batch, List<Step> begun) {
        workflow = after;
        progress = batch.progress();
        tally = counted;
        seq = batch.lastSeq();
        opened = true;
        news.clear();
        var head = new Head(Optional.of(claim.owner()), claim.epoch(), seq, progress, false, Optional.empty(),
                Optional.empty());
        standing = new Standing(after.submission(), head);
        begun.forEach(this::begin);
        timekeeper.recorded();
        return pausing && calls.isEmpty() ? Uni.createFrom().item(Optional.empty()) : mailbox.take().map(this::read);
    }

    private Optional<End> read(List<Signal> signals) {
        for (var signal : signals) {
            switch (signal) {
                case Signal.Done(var performed) -> {
                    calls.remove(performed.step().id());
                    news.add(performed);
                }
                case Signal.Withdrawn(var step) -> calls.remove(step.id());
                case Signal.Paused _ -> pausing = true;
                case Signal.Halted _ -> {
                    pausing = true;
                    abortCalls();
                }
                case Signal.Lost _ -> lost = true;
                case Signal.Expired _ -> expired = true;
            }
        }
        return lost ? Optional.of(lost(false)) : Optional.empty();
    }

    private End lost(boolean fenced) {
        return new End.Lost(fenced, news.stream().map(Performed::outcome).toList());
    }

    private List<Step> toBegin(Move.Perform move) {
        if (pausing) {
            return List.of();
        }
        var common = workflow.submission().config().common();
        var limit = common.parallelExecution() ? common.maxConcurrentAgents() : 1;
        return move.steps().stream().filter(step -> !calls.containsKey(step.id())).limit(Math.max(0, limit - calls.size()))
                .toList();
    }

    /** The one place where calls begin. Nobody waits for them here: what they yield comes through the mailbox. */
    private void begin(Step step) {
        timekeeper.begun(step);
        calls.put(step.id(), performer.apply(step).subscribe().with(
                outcome -> mailbox.put(outcome.<Signal> map(there -> new Signal.Done(new Performed(step, there)))
                        .orElseGet(() -> new Signal.Withdrawn(step))),
                failure -> mailbox.put(new Signal.Done(new Performed(step, defect())))));
    }

    private static Outcome defect() {
        return new Outcome.Faulted(new Fault(Fault.Code.INTERNAL, "the agent broke off"), Duration.ZERO, 1);
    }

    private void abortCalls() {
        calls.values().forEach(Cancellable::cancel);
        calls.clear();
    }

    private static Move timedOut() {
        return new Move.Fail(new Fault(Fault.Code.WORKFLOW_TIMED_OUT, "the workflow took longer than it may"));
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
