package org.mcporchestrator.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import org.mcporchestrator.engine.Cache.Look;
import org.mcporchestrator.engine.drive.Driver;
import org.mcporchestrator.engine.mailbox.Tick;
import org.mcporchestrator.engine.terms.Changes;
import org.mcporchestrator.engine.terms.Terms;
import org.mcporchestrator.journal.Journal;
import org.mcporchestrator.journal.Journal.Creation;
import org.mcporchestrator.journal.Journal.Reopening;
import org.mcporchestrator.journal.Listing;
import org.mcporchestrator.journal.Standing;
import org.mcporchestrator.journal.durable.Headroom;
import org.mcporchestrator.pattern.Pattern;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.Submission;
import org.mcporchestrator.workflow.Workflow;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.config.PatternName;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;
import org.mcporchestrator.workflow.fault.FaultException.Problem;
import org.mcporchestrator.workflow.step.StepId;

import io.smallrye.mutiny.Uni;

/** What callers can do with workflows. HTTP and MCP both end here. */
@ApplicationScoped
public class Workflows {

    private static final int TITLE_OF_TASK = 50;

    /**
     * A workflow that was asked for.
     *
     * @param repeated whether an earlier request under the same key has started it
     */
    public record Started(Submission submission, Status status, boolean repeated) {}

    private final Journal journal;
    private final Drivers drivers;
    private final Cache cache;
    private final Terms terms;
    private final Headroom headroom;
    private final Clock clock;

    Workflows(Journal journal, Drivers drivers, Cache cache, Terms terms, Headroom headroom, Clock clock) {
        this.journal = journal;
        this.drivers = drivers;
        this.cache = cache;
        this.terms = terms;
        this.headroom = headroom;
        this.clock = clock;
    }

    /**
     * Starts a workflow and answers as soon as it is recorded; it goes on by itself.
     *
     * @return fails with {@code NO_PROVIDER}, {@code INVALID_REQUEST}, {@code IDEMPOTENCY_KEY_REUSED}, {@code OVERLOADED}, or
     *         {@code JOURNAL_UNAVAILABLE} where it cannot be promised that it is started once
     */
    public Uni<Started> submit(Request request) {
        return headroom.demand()
                .map(_ -> submission(request))
                .chain(submission -> drivers.create(submission, request)
                        .chain(creation -> started(submission, creation)));
    }

    private Uni<Started> started(Submission submission, Creation creation) {
        return switch (creation) {
            case Creation.Claimed _ -> Uni.createFrom().item(new Started(submission, Status.PENDING, false));
            case Creation.Queued _ -> Uni.createFrom().item(new Started(submission, Status.PENDING, false));
            case Creation.Repeated(var id) -> find(id)
                    .map(view -> new Started(view.standing().submission(), view.standing().status(), true));
            case Creation.KeyReused(var id) -> Uni.createFrom().failure(reused(id));
            case Creation.Full _ -> Uni.createFrom().failure(new FaultException(Fault.Code.OVERLOADED,
                    "as many workflows wait as this server takes").retryAfter(Headroom.RETRY));
            case Creation.Duplicate(var id) -> Uni.createFrom()
                    .failure(new FaultException(Fault.Code.INTERNAL, "the id " + id + " was taken"));
        };
    }

    private static FaultException reused(WorkflowId id) {
        return FaultException.conflicting(Fault.Code.IDEMPOTENCY_KEY_REUSED, new Problem("idempotency_key",
                "was used for another request, which started " + id + ": give each request a key of its own"));
    }

    /**
     * Who was woken by the last event of a workflow asks while its driver is about to keep the result here: a moment later
     * nothing has to be read.
     *
     * @return fails with {@code UNKNOWN_WORKFLOW}
     */
    public Uni<WorkflowView> find(WorkflowId id) {
        return drivers.ending(id) ? Uni.createFrom().voidItem().emitOn(Tick::next).chain(() -> known(id)) : known(id);
    }

    private Uni<WorkflowView> known(WorkflowId id) {
        return drivers.standing(id).map(standing -> new WorkflowView(standing, Optional.empty()))
                .or(() -> cache.find(id).filter(view -> !reopenable(view)))
                .map(Uni.createFrom()::item)
                .orElseGet(() -> recorded(id));
    }

    /** Answers as soon as the workflow has ended, at the latest after {@code patience}. */
    public Uni<WorkflowView> await(WorkflowId id, Duration patience) {
        return find(id).chain(view -> view.standing().status().ended() || !patience.isPositive()
                ? Uni.createFrom().item(view)
                : journal.follow(id, view.standing().head().tip())
                        .collect().last()
                        .replaceWith(true)
                        .ifNoItem().after(patience).recoverWithItem(false)
                        .chain(() -> find(id)));
    }

    /**
     * Stops a workflow: no call of it goes on, what was answered is kept.
     *
     * @return the ended workflow; fails with {@code UNKNOWN_WORKFLOW} or {@code ALREADY_ENDED}
     */
    public Uni<WorkflowView> cancel(WorkflowId id) {
        return drivers.cancel(id).map(end -> {
            if (end.orElse(null) instanceof Driver.End.Ended(var standing, var result)) {
                return new WorkflowView(standing, Optional.of(result));
            }
            throw new FaultException(Fault.Code.ALREADY_ENDED, "the workflow " + id + " has ended already");
        });
    }

    /**
     * Lets a workflow go on that failed or was stopped by its budget: what its steps have answered is kept, the others are
     * performed again, and syntheses that lacked something too. The same once more is a repetition as long as it has not ended
     * again.
     *
     * @return where it stands; fails with {@code UNKNOWN_WORKFLOW}, {@code NOT_ENDED}, {@code NOT_RESUMABLE},
     *         {@code INVALID_REQUEST}, {@code NO_PROVIDER}, {@code OVERLOADED}, {@code JOURNAL_UNAVAILABLE},
     *         {@code RESULT_EXPIRED}, or {@code CHANGED_MEANWHILE} if somebody else was quicker and it has ended again
     */
    public Uni<WorkflowView> resume(WorkflowId id, Changes changes) {
        return headroom.demand()
                .chain(() -> journal.past(id))
                .chain(history -> reopen(history.workflow(), history.standing(), changes))
                .invoke(() -> cache.revoke(id))
                .invoke(drivers::letClaim)
                .chain(() -> find(id));
    }

    private Uni<Reopening> reopen(Workflow workflow, Standing standing, Changes changes) {
        var submission = terms.changed(workflow.submission(), changes);
        if (workflow.stoppedBy().isPresent() && submission.equals(workflow.submission()) && standing.status().ended()) {
            throw FaultException.invalid(List.of(new Problem("max_total_cost",
                    "must be higher than before, or max_total_tokens: the workflow was stopped by its budget")));
        }
        var forgotten = standing.status().ended() ? Pattern.named(submission.pattern()).outdated(workflow) : Set.<StepId> of();
        return journal.reopen(submission, standing.head().tip(), forgotten).invoke(reopening -> check(reopening, standing));
    }

    private static void check(Reopening reopening, Standing seen) {
        switch (reopening) {
            case REOPENED -> {
            }
            case ACTIVE -> throw new FaultException(Fault.Code.NOT_ENDED,
                    "the workflow " + seen.id() + " has not ended yet, or goes on by another request");
            case FINAL -> throw new FaultException(Fault.Code.NOT_RESUMABLE, "the workflow " + seen.id() + " is "
                    + seen.status().wire() + ": only one that failed, or was stopped by its budget, can go on");
            case CHANGED -> throw new FaultException(Fault.Code.CHANGED_MEANWHILE, "the workflow " + seen.id()
                    + " went on and ended again while this was decided: look at it, and ask again");
            case EXPIRED -> throw WorkflowView.expired(seen.id());
        }
    }

    /**
     * Removes an ended workflow with every trace.
     *
     * @return fails with {@code UNKNOWN_WORKFLOW}, {@code NOT_ENDED} or {@code JOURNAL_UNAVAILABLE}
     */
    public Uni<Void> remove(WorkflowId id) {
        return journal.remove(id)
                .invoke(() -> cache.revoke(id))
                .chain(removed -> removed ? Uni.createFrom().voidItem()
                        : Uni.createFrom().failure(new FaultException(Fault.Code.NOT_ENDED,
                                "the workflow " + id + " has not ended yet: cancel it before")));
    }

    /** Workflows by creation, newest first. */
    public Uni<Listing> list(Listing.Filter filter, Optional<Listing.Cursor> after, int limit) {
        return journal.list(filter, after, limit);
    }

    /** Workflows that this process drives now. */
    public int driven() {
        return drivers.count();
    }

    /** Workflows that this process drives, and of which nothing was recorded for longer than their steps may take. */
    public int stuck() {
        return drivers.stuck();
    }

    /** Whether this process takes no more work, since it is about to end. */
    public boolean stopping() {
        return drivers.stopping();
    }

    private Uni<WorkflowView> recorded(WorkflowId id) {
        var look = cache.look();
        return stored(id)
                .chain(standing -> withResult(standing, look))
                .onFailure(Workflows::isAway).recoverWithUni(failure -> cache.remembered(id)
                        .map(Uni.createFrom()::item)
                        .orElseGet(() -> Uni.createFrom().failure(failure)));
    }

    /** What is kept of it here is true only until somebody lets it go on, and the notice of that may get lost. */
    private static boolean reopenable(WorkflowView view) {
        return view.standing().status() == Status.FAILED
                || view.result().filter(result -> result.metadata().containsKey("stopped_by")).isPresent();
    }

    private static boolean isAway(Throwable failure) {
        return failure instanceof FaultException fault && fault.fault().code() == Fault.Code.JOURNAL_UNAVAILABLE;
    }

    private Uni<Standing> stored(WorkflowId id) {
        return journal.find(id)
                .map(found -> found.orElseThrow(() -> unknown(id)));
    }

    private FaultException unknown(WorkflowId id) {
        cache.forget(id);
        return new FaultException(Fault.Code.UNKNOWN_WORKFLOW, "there is no workflow " + id);
    }

    private Uni<WorkflowView> withResult(Standing standing, Look look) {
        return !standing.status().ended() ? Uni.createFrom().item(new WorkflowView(standing, Optional.empty()))
                : journal.result(standing.id())
                        .chain(found -> found.map(result -> kept(new WorkflowView(standing, Optional.of(result)), look))
                                .orElseGet(() -> changed(standing, look)));
    }

    private Uni<WorkflowView> kept(WorkflowView view, Look look) {
        cache.put(view, look);
        return Uni.createFrom().item(view);
    }

    /** Its result has expired, or it was removed or reopened between two looks at it. */
    private Uni<WorkflowView> changed(Standing before, Look look) {
        return stored(before.id()).chain(now -> now.head().tip().equals(before.head().tip())
                ? Uni.createFrom().item(new WorkflowView(now, Optional.empty()))
                : withResult(now, look));
    }

    private Submission submission(Request request) {
        var provider = terms.provider(request.provider());
        var config = terms.settled(request.config(), provider);
        return terms.affordable(new Submission(WorkflowId.random(config.pattern()), request.task(),
                request.title().orElseGet(() -> title(request)), config,
                provider.name(), request.subtasks(), request.context(),
                request.webhook().map(webhook -> webhook.url().toString()),
                clock.instant().truncatedTo(ChronoUnit.MICROS), request.labels()));
    }

    private static String title(Request request) {
        var line = request.task().strip().replaceAll("\\s+", " ");
        var shortened = line.codePointCount(0, line.length()) <= TITLE_OF_TASK ? line
                : line.substring(0, line.offsetByCodePoints(0, TITLE_OF_TASK)) + "...";
        return (request.config().pattern() == PatternName.SWARM ? "Search: " : "Research: ") + shortened;
    }
}
