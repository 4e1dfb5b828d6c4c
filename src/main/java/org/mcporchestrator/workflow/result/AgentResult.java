package org.mcporchestrator.workflow.result;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.step.AgentType;
import org.mcporchestrator.workflow.step.StepId;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What one agent brought: an answer, or why there is none.
 *
 * @param content empty if it failed
 * @param status completed, failed, or cancelled if the workflow ended before the agent did
 * @param cost USD; empty if the price is not known
 * @param metadata specialization, provider, model, attempts, simulated
 */
public record AgentResult(
        @JsonProperty("agent_id") String agentId,
        @JsonProperty("agent_type") AgentType agentType,
        @JsonProperty("subtask_id") StepId subtaskId,
        String content,
        Status status,
        @JsonProperty("execution_time") Duration executionTime,
        Optional<BigDecimal> cost,
        @JsonProperty("tokens_used") long tokensUsed,
        Map<String, Object> metadata,
        Optional<String> error,
        List<Map<String, String>> citations) {

    public AgentResult {
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        citations = List.copyOf(citations);
    }

    @Override
    public String toString() {
        return "AgentResult[" + agentId + ", " + status.wire() + "]";
    }
}
