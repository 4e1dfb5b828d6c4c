package org.mcporchestrator.workflow.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

/** What a caller who chooses nothing gets. Clients rely on it. */
class ConfigDefaultsTest {

    @Test
    void researchHasEightAgentsAndBothTiersOfSynthesis() {
        assertThat(BeltalowdaConfig.defaults()).isEqualTo(new BeltalowdaConfig(common(8), Duration.ofSeconds(180),
                Duration.ofSeconds(240), Duration.ofSeconds(300), 5, true, true, true));
    }

    @Test
    void searchHasFiveAgentsOfAllTypes() {
        assertThat(SwarmConfig.defaults()).isEqualTo(new SwarmConfig(common(5),
                List.of("text", "image", "video", "news", "academic", "social", "product", "technical"), "standard", true,
                true));
    }

    private static CommonConfig common(int numAgents) {
        return new CommonConfig(
                numAgents,
                true, // enable_synthesis
                true, // enable_executive_synthesis
                false, // enable_monitoring
                true, // parallel_execution
                10, // max_concurrent_agents
                Duration.ofSeconds(300), // timeout_seconds
                Duration.ofHours(1), // workflow_timeout
                true, // retry_failed_tasks
                2, // max_retries
                true, // generate_documents
                List.of("markdown"), // document_formats
                "reports", // output_directory
                Optional.empty(), // primary_model: the provider's own
                Optional.empty(), // worker_model: as primary_model
                Optional.empty(), // synthesis_model: as primary_model
                Optional.empty(), // fallback: the server's choice
                Optional.empty(), // max_total_cost
                Optional.empty(), // max_total_tokens
                Priority.NORMAL, // priority: 5 of 0 to 9
                true, // streaming
                Map.of()); // metadata
    }

    @Test
    void patternOfAConfigurationIsItsName() {
        assertThat(BeltalowdaConfig.defaults().pattern()).isEqualTo(PatternName.BELTALOWDA);
        assertThat(SwarmConfig.defaults().pattern()).isEqualTo(PatternName.SWARM);
    }

    @Test
    void stepHasTwoAttemptsMoreByDefault() {
        assertThat(common(8).attempts()).isEqualTo(3);
    }
}
