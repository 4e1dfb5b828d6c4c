package org.mcporchestrator.tool.orchestration;

import java.util.List;

import org.mcporchestrator.workflow.config.BeltalowdaConfig;
import org.mcporchestrator.workflow.config.OrchestratorConfig;
import org.mcporchestrator.workflow.config.SwarmConfig;

/**
 * A pattern as callers choose it.
 *
 * @param tool that starts it
 * @param agentTypes to choose from; empty if agents have none
 */
public record PatternCard(String displayName, String description, String tool, List<String> useCases, List<String> agentTypes,
        String typicalAgents, String typicalDuration, OrchestratorConfig defaults) {

    static final List<String> SWARM_TYPES = List.of("text", "image", "video", "news", "academic", "social", "product",
            "technical",
            "general");

    public static final List<PatternCard> ALL = List.of(
            new PatternCard("Beltalowda (hierarchical research)",
                    "Workers research parts of a task side by side; two tiers of synthesis merge what they found into one report.",
                    "orchestrate_research",
                    List.of("Comprehensive research", "Literature review", "Market and competitor analysis",
                            "Technical due diligence"),
                    List.of(), "5-20", "2-15 minutes", BeltalowdaConfig.defaults()),
            new PatternCard("Swarm (specialised search)",
                    "Agents that are each specialised in one kind of source search side by side; one synthesis merges their findings.",
                    "orchestrate_search",
                    List.of("Broad information gathering", "Multi-source search", "News and trend monitoring",
                            "Product comparison"),
                    SWARM_TYPES, "3-10", "1-5 minutes", SwarmConfig.defaults()));

    public PatternCard {
        useCases = List.copyOf(useCases);
        agentTypes = List.copyOf(agentTypes);
    }

    /** As in {@code orchestrator_type}. */
    public String name() {
        return defaults.pattern().wire();
    }
}
