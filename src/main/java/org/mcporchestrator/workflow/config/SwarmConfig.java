package org.mcporchestrator.workflow.config;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * Choices for a search.
 *
 * @param allowedAgentTypes kinds of agents to use; empty: all
 * @param searchDepth {@code quick}, {@code standard} or {@code deep}
 * @param combineResults whether the findings are synthesised into one text
 * @param deduplicateResults whether the synthesis drops what is said twice
 */
public record SwarmConfig(
        @JsonUnwrapped CommonConfig common,
        @JsonProperty("allowed_agent_types") List<String> allowedAgentTypes,
        @JsonProperty("search_depth") String searchDepth,
        @JsonProperty("combine_results") boolean combineResults,
        @JsonProperty("deduplicate_results") boolean deduplicateResults) implements OrchestratorConfig {

    public SwarmConfig {
        allowedAgentTypes = List.copyOf(allowedAgentTypes);
    }

    /** What a search has if the caller says nothing: five agents. */
    public static SwarmConfig defaults() {
        return new SwarmConfig(CommonConfig.defaults(5),
                List.of("text", "image", "video", "news", "academic", "social", "product",
                        "technical"),
                "standard", true, true);
    }

    @Override
    public PatternName pattern() {
        return PatternName.SWARM;
    }

    @Override
    public SwarmConfig with(CommonConfig changed) {
        return new SwarmConfig(changed, allowedAgentTypes, searchDepth, combineResults, deduplicateResults);
    }
}
