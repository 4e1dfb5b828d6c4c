package org.mcporchestrator.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.mcporchestrator.agent.Provider;
import org.mcporchestrator.agent.Providers;
import org.mcporchestrator.agent.cost.Tariff;
import org.mcporchestrator.engine.drive.Driver;
import org.mcporchestrator.journal.Journal;
import org.mcporchestrator.journal.Journal.Creation;
import org.mcporchestrator.journal.Listing;
import org.mcporchestrator.journal.Standing;
import org.mcporchestrator.journal.durable.Headroom;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.Submission;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.config.PatternName;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;
import org.mcporchestrator.workflow.fault.FaultException.Problem;

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
    private final Providers providers;
    private final Tariff tariff;
    private final Headroom headroom;
    private final Clock clock;

    Workflows(Journal journal, Drivers drivers, Cache cache, Providers providers, Tariff tariff, Headroom headroom,
            Clock clock) {
        this.journal = journal;
        this.drivers = drivers;
        this.cache = cache;
        this.providers = providers;
        this.tariff = tariff;
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
                .chain(submission -> drivers.create(submission, request.idempotencyKey())
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

    /** @return fails with {@code UNKNOWN_WORKFLOW} */
    public Uni<WorkflowView> find(WorkflowId id) {
        return drivers.standing(id).map(standing -> new WorkflowView(standing, Optional.empty()))
                .or(() -> cache.find(id))
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
        return known(id)
                .chain(this::withResult)
                .onFailure(Workflows::isAway).recoverWithUni(failure -> cache.remembered(id)
                        .map(Uni.createFrom()::item)
                        .orElseGet(() -> Uni.createFrom().failure(failure)));
    }

    private static boolean isAway(Throwable failure) {
        return failure instanceof FaultException fault && fault.fault().code() == Fault.Code.JOURNAL_UNAVAILABLE;
    }

    private Uni<Standing> known(WorkflowId id) {
        return journal.find(id)
                .map(found -> found
                        .orElseThrow(() -> new FaultException(Fault.Code.UNKNOWN_WORKFLOW, "there is no workflow " + id)));
    }

    private Uni<WorkflowView> withResult(Standing standing) {
        return !standing.status().ended() ? Uni.createFrom().item(new WorkflowView(standing, Optional.empty()))
                : journal.result(standing.id())
                        .chain(found -> found.map(result -> kept(new WorkflowView(standing, Optional.of(result))))
                                .orElseGet(() -> changed(standing.id())));
    }

    private Uni<WorkflowView> kept(WorkflowView view) {
        cache.put(view);
        return Uni.createFrom().item(view);
    }

    /** It was removed or reopened between two looks at it; what is seen of it now is not worth keeping. */
    private Uni<WorkflowView> changed(WorkflowId id) {
        return known(id).map(standing -> new WorkflowView(standing, Optional.empty()));
    }

    private Submission submission(Request request) {
        var provider = provider(request);
        var common = request.config().common();
        var config = request.config().with(common
                .withPrimaryModel(common.primaryModel().orElseGet(provider::defaultModel))
                .withFallback(common.fallback().orElseGet(providers::fallback)));
        return affordable(new Submission(WorkflowId.random(config.pattern()), request.task(),
                request.title().orElseGet(() -> title(request)), config,
                provider.name(), request.subtasks(), request.context(), request.webhookUrl(),
                clock.instant().truncatedTo(ChronoUnit.MICROS)));
    }

    /** What costs nobody knows how much cannot be kept within a limit. */
    private Submission affordable(Submission submission) {
        var unpriced = submission.config().common().maxTotalCost().isEmpty() ? List.<String> of() : tariff.unpriced(submission);
        if (unpriced.isEmpty()) {
            return submission;
        }
        throw FaultException.invalid(List.of(new Problem("max_total_cost", "needs a known price of every model, and "
                + String.join(", ", unpriced) + " has none: set it (orchestrator.prices), choose another model, or limit "
                + "max_total_tokens instead")));
    }

    private Provider provider(Request request) {
        var provider = request.provider()
                .map(name -> providers.named(name).orElseThrow(() -> unknown(name)))
                .or(providers::preferred)
                .orElseThrow(() -> new FaultException(Fault.Code.NO_PROVIDER, "no model provider is configured; set one of "
                        + String.join(", ", providers.all().stream().map(Provider::variable).toList())));
        if (!provider.configured()) {
            throw new FaultException(Fault.Code.NO_PROVIDER,
                    "the provider " + provider.name() + " is not configured; set " + provider.variable());
        }
        return provider;
    }

    private FaultException unknown(String provider) {
        var known = String.join(", ", providers.all().stream().map(Provider::name).toList());
        return FaultException
                .invalid(List.of(new Problem("provider_name", "unknown provider " + provider + "; known are " + known)));
    }

    private static String title(Request request) {
        var line = request.task().strip().replaceAll("\\s+", " ");
        var shortened = line.codePointCount(0, line.length()) <= TITLE_OF_TASK ? line
                : line.substring(0, line.offsetByCodePoints(0, TITLE_OF_TASK)) + "...";
        return (request.config().pattern() == PatternName.SWARM ? "Search: " : "Research: ") + shortened;
    }
}
