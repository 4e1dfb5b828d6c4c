package org.mcporchestrator.tool.orchestration;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import jakarta.inject.Singleton;

import org.mcporchestrator.engine.WorkflowView;
import org.mcporchestrator.engine.Workflows.Started;
import org.mcporchestrator.journal.Progress;
import org.mcporchestrator.journal.Standing;
import org.mcporchestrator.journal.durable.Durability;
import org.mcporchestrator.tool.Allowance;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.Submission;
import org.mcporchestrator.workflow.result.OrchestratorResult;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What the tools say about workflows: the fields that the documents of the system before us name and those that its code sent,
 * side by side.
 */
@Singleton
class Answers {

    private static final int ALL_PERCENT = 100;

    private final ObjectMapper mapper;
    private final Clock clock;
    private final Durability durability;
    private final Allowance allowance;

    Answers(ObjectMapper mapper, Clock clock, Durability durability, Allowance allowance) {
        this.mapper = mapper;
        this.clock = clock;
        this.durability = durability;
        this.allowance = allowance;
    }

    /** A start says that the workflow runs even while it waits; a repetition says also if it has ended meanwhile. */
    ObjectNode started(Started started, List<String> warnings) {
        var submission = started.submission();
        var status = started.status().ended() ? started.status() : Status.RUNNING;
        var answer = mapper.createObjectNode()
                .put("success", true)
                .put("task_id", submission.id().value())
                .put("status", status.wire());
        describe(answer, submission);
        answer.set("config", mapper.valueToTree(submission.config()));
        answer.put("message", "Workflow started. Follow stream_url, or ask get_orchestration_status with this task_id.");
        answer.putNull("estimated_completion");
        return withStart(answer, started, warnings);
    }

    /** What the start of a workflow answers to a caller who waited for it. */
    ObjectNode awaited(Started started, WorkflowView view, List<String> warnings) {
        var answer = status(view);
        if (!view.standing().status().ended()) {
            answer.put("message", "The workflow goes on. Ask get_orchestration_status with this task_id and wait_seconds.");
        }
        return withStart(answer, started, warnings);
    }

    private ObjectNode withStart(ObjectNode answer, Started started, List<String> warnings) {
        answer.put("stream_url", "/stream/" + started.submission().id().value())
                .put("durable", durability.state().durable())
                .set("warnings", mapper.valueToTree(warnings));
        return started.repeated() ? answer.put("idempotent_replay", true) : answer;
    }

    ObjectNode status(WorkflowView view) {
        var standing = view.standing();
        var answer = mapper.createObjectNode()
                .put("success", true)
                .put("task_id", standing.id().value())
                .put("status", standing.status().wire());
        describe(answer, standing.submission());
        answer.put("task", standing.submission().task());
        answer.set("created_at", time(Optional.of(standing.submission().createdAt())));
        answer.set("started_at", time(standing.head().progress().startedAt()));
        answer.set("completed_at", time(standing.head().completedAt()));
        answer.set("progress", progress(standing.head().progress()));
        answer.set("estimated_completion", time(estimate(standing)));
        allowance.of(standing).ifPresent(budget -> answer.set("budget", budget));
        view.result().map(result -> result.metadata().get("stopped_by"))
                .ifPresent(reason -> answer.put("stopped_by", reason.toString()));
        failure(view).ifPresent(error -> answer.put("error", error).set("failed_at", time(standing.head().completedAt())));
        view.result().ifPresent(result -> answer.set("result", result(result)));
        return answer;
    }

    ObjectNode cancelled(WorkflowView view) {
        var answer = mapper.createObjectNode()
                .put("success", true)
                .put("task_id", view.standing().id().value())
                .put("cancelled", view.standing().status() == Status.CANCELLED)
                .put("status", view.standing().status().wire())
                .put("message", "Workflow cancelled: no call of it goes on. What was finished before is in partial_results.");
        var partial = answer.putObject("partial_results");
        var result = view.result().map(this::result).orElseGet(mapper::createObjectNode);
        partial.set("agent_results", result.withArray("agent_results"));
        partial.set("synthesis_results", result.withArray("synthesis_results"));
        return answer;
    }

    /** What cannot be cancelled any more: beside {@code success:false} and {@code error}. */
    ObjectNode notCancelled(WorkflowView view) {
        return mapper.createObjectNode()
                .put("task_id", view.standing().id().value())
                .put("cancelled", false)
                .put("status", view.standing().status().wire());
    }

    private void describe(ObjectNode answer, Submission submission) {
        answer.put("orchestrator_type", submission.pattern().wire())
                .put("title", submission.title())
                .put("provider_name", submission.provider());
        answer.set("model", mapper.valueToTree(submission.config().common().primaryModel()));
        answer.set("webhook_url", mapper.valueToTree(submission.webhookUrl()));
        if (!submission.labels().isEmpty()) {
            answer.set("labels", mapper.valueToTree(submission.labels()));
        }
    }

    private ObjectNode progress(Progress progress) {
        return mapper.createObjectNode()
                .put("current_stage", progress.stage().wire())
                .put("completed_agents", progress.answered())
                .put("failed_agents", progress.failed())
                .put("total_agents", progress.agents())
                .put("percent_complete", progress.percent());
    }

    /** As if the rest took its share of the time that was needed so far; empty before anything is done and after the end. */
    private Optional<Instant> estimate(Standing standing) {
        var progress = standing.head().progress();
        var percent = progress.percent();
        return percent == 0 || progress.status().ended() ? Optional.empty()
                : progress.startedAt().map(start -> start
                        .plus(Duration.between(start, clock.instant()).multipliedBy(ALL_PERCENT).dividedBy(percent)));
    }

    private static Optional<String> failure(WorkflowView view) {
        return view.standing().status() != Status.FAILED ? Optional.empty()
                : view.standing().head().error()
                        .or(() -> view.result().flatMap(OrchestratorResult::error))
                        .or(() -> Optional.of("the workflow failed"));
    }

    private ObjectNode result(OrchestratorResult result) {
        ObjectNode answer = mapper.valueToTree(result);
        answer.withArray("agent_results").forEach(agent -> ((ObjectNode) agent).set("result", agent.get("content")));
        answer.withArray("synthesis_results").forEach(synthesis -> synonyms((ObjectNode) synthesis));
        return answer.put("agent_count", result.agentResults().size())
                .put("synthesis_count", result.synthesisResults().size())
                .put("has_final_synthesis", result.finalSynthesis().isPresent())
                .put("documents_generated", result.generatedDocuments().size());
    }

    private static void synonyms(ObjectNode synthesis) {
        var level = synthesis.path("synthesis_level").asText();
        synthesis.put("level", "executive".equals(level) ? "camina" : level);
        synthesis.set("synthesis", synthesis.get("content"));
        synthesis.set("input_results", synthesis.get("source_agent_ids"));
    }

    private JsonNode time(Optional<Instant> at) {
        return mapper.valueToTree(at);
    }
}
