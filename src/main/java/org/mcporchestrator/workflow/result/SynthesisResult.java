package org.mcporchestrator.workflow.result;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.mcporchestrator.workflow.step.StepId;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What one synthesis brought: a text, or why there is none.
 *
 * @param level {@code drummer}, {@code executive} or {@code iteration}
 * @param content empty if it failed
 * @param sourceAgentIds agents or lower syntheses whose texts it merged
 * @param cost USD; empty if the price is not known
 */
public record SynthesisResult(
        @JsonProperty("synthesis_id") StepId synthesisId,
        @JsonProperty("synthesis_level") String level,
        String content,
        @JsonProperty("source_agent_ids") List<String> sourceAgentIds,
        @JsonProperty("execution_time") Duration executionTime,
        Optional<BigDecimal> cost,
        @JsonProperty("tokens_used") long tokensUsed,
        Map<String, Object> metadata,
        Optional<String> error) {

    public SynthesisResult {
        sourceAgentIds = List.copyOf(sourceAgentIds);
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    @Override
    public String toString() {
        return "SynthesisResult[" + synthesisId + ", " + level + "]";
    }
}
