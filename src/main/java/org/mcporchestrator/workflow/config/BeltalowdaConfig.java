package org.mcporchestrator.workflow.config;

import java.time.Duration;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * Choices for hierarchical research.
 *
 * @param belterTimeout of one attempt of a worker; likewise the drummer's and camina's
 * @param drummerGroupingSize texts that one drummer merges
 */
public record BeltalowdaConfig(
        @JsonUnwrapped CommonConfig common,
        @JsonProperty("belter_timeout") Duration belterTimeout,
        @JsonProperty("drummer_timeout") Duration drummerTimeout,
        @JsonProperty("camina_timeout") Duration caminaTimeout,
        @JsonProperty("drummer_grouping_size") int drummerGroupingSize,
        @JsonProperty("enable_drummer") boolean enableDrummer,
        @JsonProperty("enable_camina") boolean enableCamina,
        @JsonProperty("enable_citation_monitor") boolean enableCitationMonitor) implements OrchestratorConfig {

    /** What a research has if the caller says nothing: eight agents. */
    public static BeltalowdaConfig defaults() {
        return new BeltalowdaConfig(CommonConfig.defaults(8), Duration.ofSeconds(180), Duration.ofSeconds(240),
                Duration.ofSeconds(300),
                5, true, true, true);
    }

    @Override
    public PatternName pattern() {
        return PatternName.BELTALOWDA;
    }

    @Override
    public BeltalowdaConfig with(CommonConfig changed) {
        return new BeltalowdaConfig(changed, belterTimeout, drummerTimeout, caminaTimeout, drummerGroupingSize, enableDrummer,
                enableCamina, enableCitationMonitor);
    }
}
