package org.mcporchestrator.workflow.result;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.WorkflowId;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The report of an ended workflow. A failed or cancelled one holds what was finished before.
 *
 * @param executionTime from start to end, takeovers included
 * @param totalCost USD, of all steps whose price is known; {@code metadata.cost_complete} tells whether that is all of them
 * @param metadata subtask_count, agent_count, config, total_tokens, cost_by_provider, cost_complete, simulated
 */
public record OrchestratorResult(
        @JsonProperty("task_id") WorkflowId id,
        String title,
        Status status,
        @JsonProperty("agent_results") List<AgentResult> agentResults,
        @JsonProperty("synthesis_results") List<SynthesisResult> synthesisResults,
        @JsonProperty("final_synthesis") Optional<String> finalSynthesis,
        @JsonProperty("execution_time") Duration executionTime,
        @JsonProperty("total_cost") BigDecimal totalCost,
        Map<String, Object> metadata,
        @JsonProperty("generated_documents") List<Map<String, Object>> generatedDocuments,
        List<String> artifacts,
        Optional<String> error,
        @JsonProperty("completed_at") Instant completedAt) {

    public OrchestratorResult {
        agentResults = List.copyOf(agentResults);
        synthesisResults = List.copyOf(synthesisResults);
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        generatedDocuments = List.copyOf(generatedDocuments);
        artifacts = List.copyOf(artifacts);
    }

    /** The same result, with the documents that can be had of it. */
    public OrchestratorResult with(List<Map<String, Object>> documents) {
        return new OrchestratorResult(id, title, status, agentResults, synthesisResults, finalSynthesis, executionTime,
                totalCost,
                metadata, documents, artifacts, error, completedAt);
    }

    @Override
    public String toString() {
        return "OrchestratorResult[" + id + ", " + status.wire() + "]";
    }
}
