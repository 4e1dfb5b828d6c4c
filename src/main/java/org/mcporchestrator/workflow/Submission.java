package org.mcporchestrator.workflow;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

import org.mcporchestrator.workflow.config.OrchestratorConfig;
import org.mcporchestrator.workflow.config.PatternName;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * What somebody asked for: everything that any process needs to perform the workflow, and that never changes.
 *
 * @param subtasks given by the caller, so that no decomposition is needed; empty otherwise
 * @param context facts of the caller that go into the prompts
 * @param provider that performs the steps
 * @param labels of the caller, by which it finds the workflow again
 */
public record Submission(@JsonProperty("task_id") WorkflowId id, String task, String title,
        @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.EXTERNAL_PROPERTY, property = "orchestrator_type") OrchestratorConfig config,
        @JsonProperty("provider_name") String provider, List<String> subtasks, Map<String, Object> context,
        @JsonProperty("webhook_url") Optional<String> webhookUrl, @JsonProperty("created_at") Instant createdAt,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> labels) {

    /** What was stored before there were labels has none. */
    public Submission {
        subtasks = List.copyOf(subtasks);
        context = Collections.unmodifiableMap(new LinkedHashMap<>(context));
        labels = Collections.unmodifiableMap(new TreeMap<>(Objects.requireNonNullElse(labels, Map.of())));
    }

    /** A submission without labels. */
    public Submission(WorkflowId id, String task, String title, OrchestratorConfig config, String provider,
            List<String> subtasks, Map<String, Object> context, Optional<String> webhookUrl, Instant createdAt) {
        this(id, task, title, config, provider, subtasks, context, webhookUrl, createdAt, Map.of());
    }

    /** The same submission with other choices, to be performed by that provider. */
    public Submission with(OrchestratorConfig changed, String by) {
        return new Submission(id, task, title, changed, by, subtasks, context, webhookUrl, createdAt, labels);
    }

    public PatternName pattern() {
        return config.pattern();
    }

    @Override
    public String toString() {
        return "Submission[" + id + "]";
    }
}
