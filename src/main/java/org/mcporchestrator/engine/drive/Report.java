package org.mcporchestrator.engine.drive;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.mcporchestrator.document.Document;
import org.mcporchestrator.document.Format;
import org.mcporchestrator.journal.Progress;
import org.mcporchestrator.pattern.Findings;
import org.mcporchestrator.pattern.Pattern;
import org.mcporchestrator.workflow.Stage;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.Workflow;
import org.mcporchestrator.workflow.budget.Spending;
import org.mcporchestrator.workflow.result.OrchestratorResult;
import org.mcporchestrator.workflow.step.Charge;
import org.mcporchestrator.workflow.step.Outcome;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/** Makes the result of a workflow out of what is recorded of it. For one turn: what it brought is worked out once. */
final class Report {

    private final Workflow workflow;
    private final Instant startedAt;
    private final Instant endedAt;
    private final Optional<Spending> spending;
    private @Nullable Findings findings;

    /** @param spending what it has used of its budget; empty if it has none */
    Report(Workflow workflow, Instant startedAt, Instant endedAt, Optional<Spending> spending) {
        this.workflow = workflow;
        this.startedAt = startedAt;
        this.endedAt = endedAt;
        this.spending = spending;
    }

    /** Of a workflow without a budget. */
    Report(Workflow workflow, Instant startedAt, Instant endedAt) {
        this(workflow, startedAt, endedAt, Optional.empty());
    }

    Workflow workflow() {
        return workflow;
    }

    Optional<Spending> spending() {
        return spending;
    }

    Progress progress(Status status, Stage stage, Tally tally, Optional<Spending> used) {
        return new Progress(status, stage, tally.agents(), tally.answered(), tally.failed(), workflow.cost(),
                Optional.of(startedAt), used);
    }

    Pattern pattern() {
        return Pattern.named(workflow.submission().pattern());
    }

    Findings findings() {
        var known = findings;
        if (known == null) {
            known = pattern().findings(workflow);
            findings = known;
        }
        return known;
    }

    Duration took() {
        var took = Duration.between(startedAt, endedAt);
        return took.isNegative() ? Duration.ZERO : took;
    }

    OrchestratorResult completed(String synthesis) {
        return result(Status.COMPLETED, Optional.of(synthesis), Optional.empty());
    }

    /** What there is, of a workflow that failed or was cancelled. */
    OrchestratorResult partial(Status status, String error) {
        return result(status, Optional.empty(), Optional.of(error));
    }

    /** Whether somebody may let a workflow that ended so go on. */
    boolean reopenable(Status status) {
        return status == Status.FAILED || status == Status.COMPLETED && workflow.stoppedBy().isPresent();
    }

    /** Steps of whose calls some have no known price. */
    int unpriced() {
        return (int) workflow.outcomes().values().stream().filter(outcome -> !outcome.priced()).count();
    }

    /** In which the result is to be had as a document. */
    List<Format> formats() {
        return Format.wanted(workflow.submission().config().common());
    }

    private OrchestratorResult result(Status status, Optional<String> synthesis, Optional<String> error) {
        var findings = findings();
        return new OrchestratorResult(workflow.submission().id(), workflow.submission().title(), status,
                findings.agents(),
                findings.syntheses(), synthesis, took(), workflow.cost(), metadata(findings), List.of(), List.of(), error,
                endedAt);
    }

    /**
     * The result with its list of documents. They tell how long they are, and so are rendered once: on a worker if that may
     * take some tenths of a second, since drivers share the event loop.
     */
    Uni<OrchestratorResult> documented(OrchestratorResult result) {
        if (formats().isEmpty()) {
            return Uni.createFrom().item(result);
        }
        var listed = Uni.createFrom().item(() -> result.with(Document.listed(workflow.submission(), result)));
        return Document.listedAtOnce(workflow.submission(), result) ? listed
                : listed.runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private Map<String, Object> metadata(Findings findings) {
        var metadata = new TreeMap<String, Object>(Map.of(
                "subtask_count", findings.subtasks().size(),
                "subtask_source", findings.source(),
                "agent_count", findings.agents().size(),
                "config", workflow.submission().config(),
                "total_tokens", workflow.usage().total(),
                "cost_by_provider", costByProvider(),
                "decomposition", decomposition(),
                "cost_complete", unpriced() == 0,
                "simulated", workflow.answers().stream().anyMatch(Outcome.Answered::simulated)));
        workflow.stoppedBy().ifPresent(reason -> metadata.put("stopped_by", reason));
        spending.ifPresent(used -> metadata.put("budget", used));
        if (!workflow.charges().isEmpty()) {
            metadata.put("unanswered", unanswered());
        }
        return metadata;
    }

    private Map<String, BigDecimal> costByProvider() {
        var costs = new TreeMap<String, BigDecimal>();
        workflow.answers()
                .forEach(answer -> answer.cost().ifPresent(cost -> costs.merge(answer.provider(), cost, BigDecimal::add)));
        workflow.charges()
                .forEach(charge -> charge.cost().ifPresent(cost -> costs.merge(charge.provider(), cost, BigDecimal::add)));
        return costs;
    }

    /** What was paid for without an answer, in the totals already. */
    private Map<String, Object> unanswered() {
        var charges = workflow.charges();
        return new TreeMap<>(Map.of("calls", charges.size(),
                "cost", charges.stream().flatMap(charge -> charge.cost().stream()).reduce(BigDecimal.ZERO, BigDecimal::add),
                "tokens_used", charges.stream().mapToLong(charge -> charge.usage().total()).sum(),
                "estimated", charges.stream().anyMatch(Charge::estimated)));
    }

    /** What the decomposition cost: agents and syntheses tell that themselves. */
    private Map<String, Object> decomposition() {
        return workflow.outcome(Pattern.DECOMPOSITION).map(Report::usage).orElseGet(Map::of);
    }

    private static Map<String, Object> usage(Outcome outcome) {
        var usage = new TreeMap<>(Findings.metadata(outcome));
        usage.put("tokens_used", outcome.totalUsage().total());
        usage.put("execution_time", BigDecimal.valueOf(outcome.took().toMillis(), 3));
        outcome.totalCost().ifPresent(cost -> usage.put("cost", cost));
        return usage;
    }
}
