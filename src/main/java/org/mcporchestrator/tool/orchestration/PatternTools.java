package org.mcporchestrator.tool.orchestration;

import java.util.List;

import jakarta.annotation.Priority;
import jakarta.inject.Singleton;

import org.mcporchestrator.tool.Profile;
import org.mcporchestrator.tool.Profile.Effect;
import org.mcporchestrator.tool.Tool;
import org.mcporchestrator.tool.Toolbox;
import org.mcporchestrator.tool.argument.Form;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.smallrye.mutiny.Uni;

/** The tool that tells which patterns there are. */
@Singleton
@Priority(100)
class PatternTools implements Toolbox {

    private final ObjectMapper mapper;

    PatternTools(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public List<Tool> tools() {
        return List.of(new Tool(new Profile("list_orchestrator_patterns", "Patterns of workflows",
                "Lists the patterns in which agents can work together, what each is good for, and its default configuration.",
                Tool.Category.MANAGEMENT, List.of("patterns", "discovery"), Effect.READS)
                .or("dreamwalker_patterns", "dreamwalker_utility_patterns"),
                Form.of(), AnswerShapes.PATTERNS, (_, _) -> Uni.createFrom().item(this::list)));
    }

    private ObjectNode list() {
        var answer = mapper.createObjectNode().put("success", true);
        var patterns = answer.putArray("patterns");
        PatternCard.ALL.stream().map(this::entry).forEach(patterns::add);
        return answer.put("count", patterns.size());
    }

    private ObjectNode entry(PatternCard card) {
        var entry = mapper.createObjectNode()
                .put("name", card.name())
                .put("display_name", card.displayName())
                .put("description", card.description())
                .put("tool", card.tool());
        entry.set("use_cases", mapper.valueToTree(card.useCases()));
        entry.set("default_config", mapper.valueToTree(card.defaults()));
        if (!card.agentTypes().isEmpty()) {
            entry.set("agent_types", mapper.valueToTree(card.agentTypes()));
        }
        return entry.put("typical_agents", card.typicalAgents()).put("typical_duration", card.typicalDuration());
    }
}
