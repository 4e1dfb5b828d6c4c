package org.mcporchestrator.workflow.step;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonProperty;

/** One part of a task, performed by one agent. {@code id} is the id of the step that performs it. */
public record SubTask(StepId id, String description, Map<String, Object> context,
        @JsonProperty("agent_type") AgentType agentType,
        Optional<String> specialization, int priority, List<StepId> dependencies, Map<String, Object> metadata) {

    public SubTask {
        context = Collections.unmodifiableMap(new LinkedHashMap<>(context));
        dependencies = List.copyOf(dependencies);
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /** The agent that performs it, as events and results name it. */
    public String agentId() {
        return "agent_" + id;
    }

    public static SubTask of(StepId id, String description, AgentType type, String specialization,
            Map<String, Object> metadata) {
        return new SubTask(id, description, Map.of(), type, Optional.of(specialization), 0, List.of(), metadata);
    }
}
