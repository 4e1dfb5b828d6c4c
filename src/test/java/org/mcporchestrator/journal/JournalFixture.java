package org.mcporchestrator.journal;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.LongStream;

import org.mcporchestrator.workflow.Stage;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.Submission;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.config.BeltalowdaConfig;
import org.mcporchestrator.workflow.config.CommonConfig;
import org.mcporchestrator.workflow.config.OrchestratorConfig;
import org.mcporchestrator.workflow.config.Priority;
import org.mcporchestrator.workflow.config.SwarmConfig;
import org.mcporchestrator.workflow.event.Envelope;
import org.mcporchestrator.workflow.event.WorkflowEvent;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.result.OrchestratorResult;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.StepId;
import org.mcporchestrator.workflow.step.Usage;

import io.smallrye.mutiny.Uni;

/** Ready-made workflows and what is recorded about them. */
public final class JournalFixture {

    /** Before the first of them was created. */
    public static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    private JournalFixture() {}

    public static WorkflowId id(int number) {
        return new WorkflowId("research_%012x".formatted(number));
    }

    /** A research whose age is that of its number: a higher one is younger. */
    public static Submission submission(int number) {
        return submission(id(number), BeltalowdaConfig.defaults(), START.plusSeconds(number));
    }

    public static Submission search(int number) {
        return submission(new WorkflowId("search_%012x".formatted(number)), SwarmConfig.defaults(), START.plusSeconds(number));
    }

    /** A research as old as all its twins. */
    public static Submission twin(int number) {
        return submission(id(number), BeltalowdaConfig.defaults(), START);
    }

    /** A research of that age and priority. */
    public static Submission submission(int number, int priority) {
        var defaults = BeltalowdaConfig.defaults();
        return submission(id(number), defaults.with(prior(defaults.common(), new Priority(priority))),
                START.plusSeconds(number));
    }

    private static CommonConfig prior(CommonConfig from, Priority priority) {
        return new CommonConfig(from.numAgents(), from.enableSynthesis(), from.enableExecutiveSynthesis(),
                from.enableMonitoring(), from.parallelExecution(), from.maxConcurrentAgents(), from.timeout(),
                from.workflowTimeout(), from.retryFailedTasks(), from.maxRetries(), from.generateDocuments(),
                from.documentFormats(), from.outputDirectory(), from.primaryModel(), from.workerModel(), from.synthesisModel(),
                from.fallback(), from.maxTotalCost(), from.maxTotalTokens(), priority, from.streaming(), from.metadata());
    }

    private static Submission submission(WorkflowId id, OrchestratorConfig config, Instant createdAt) {
        return new Submission(id, "Why is the sky blue?", "Sky", config, "scripted", List.of(), Map.of("audience", "children"),
                Optional.empty(), createdAt);
    }

    public static Submission labelled(Submission submission, Map<String, String> labels) {
        return new Submission(submission.id(), submission.task(), submission.title(), submission.config(),
                submission.provider(), submission.subtasks(), submission.context(), submission.webhookUrl(),
                submission.createdAt(), labels);
    }

    /** The same workflow, asked for in other words. */
    public static Submission reworded(Submission submission) {
        return new Submission(submission.id(), submission.task(), "Another title", submission.config(), submission.provider(),
                submission.subtasks(), submission.context(), submission.webhookUrl(), submission.createdAt());
    }

    /** Whether a workflow is reopened as it stands. */
    public static Uni<Boolean> reopened(Journal journal, Submission submission, Set<StepId> forgotten) {
        return journal.find(submission.id())
                .map(found -> found.map(standing -> standing.head().tip()).orElse(Position.START))
                .chain(seen -> journal.reopen(submission, seen, forgotten))
                .map(reopening -> reopening == Journal.Reopening.REOPENED);
    }

    public static StepId step(int index) {
        return StepId.of("belter", index);
    }

    public static Outcome answer(String content) {
        return new Outcome.Answered(content, "scripted", "parrot-1", new Usage(10, 20), Optional.of(new BigDecimal("0.25")),
                Duration.ofMillis(1500), 1, true);
    }

    public static Outcome fault() {
        return new Outcome.Faulted(new Fault(Fault.Code.REPLY_EMPTY, "the answer has no text"), Duration.ofSeconds(2), 3);
    }

    public static SequencedMap<StepId, Outcome> outcomes(Map<StepId, Outcome> outcomes) {
        return new LinkedHashMap<>(outcomes);
    }

    public static Progress progress(Status status) {
        return new Progress(status, Stage.AGENTS, 3, 1, 0, new BigDecimal("0.25"), Optional.of(Instant.EPOCH));
    }

    public static Envelope event(WorkflowId id, long number) {
        return new Envelope(id, Instant.EPOCH.plusSeconds(number), new WorkflowEvent.IterationStart((int) number));
    }

    /** Events from {@code firstSeq} on that tell their own number, without outcomes. */
    public static Batch events(Claim claim, long firstSeq, int count) {
        return batch(claim, firstSeq, count, Map.of());
    }

    public static Batch batch(Claim claim, long firstSeq, int count, Map<StepId, Outcome> outcomes) {
        var events = LongStream.range(firstSeq, firstSeq + count).mapToObj(seq -> event(claim.id(), seq)).toList();
        return new Batch(firstSeq, events, outcomes(outcomes), progress(Status.RUNNING));
    }

    /** The last event of a workflow, and nothing else. */
    public static Batch lastEvent(Claim claim, long seq) {
        var event = new WorkflowEvent.WorkflowError("no", Fault.Code.ALL_AGENTS_FAILED, Duration.ofSeconds(3), BigDecimal.ONE);
        return new Batch(seq, List.of(new Envelope(claim.id(), Instant.EPOCH, event)), outcomes(Map.of()),
                progress(Status.FAILED));
    }

    public static OrchestratorResult result(WorkflowId id, Status status, Instant completedAt) {
        return new OrchestratorResult(id, "Sky", status, List.of(), List.of(), Optional.of("Because."), Duration.ofSeconds(3),
                BigDecimal.ONE, Map.of("agent_count", 3), List.of(), List.of(),
                status == Status.FAILED ? Optional.of("no") : Optional.empty(), completedAt);
    }
}
