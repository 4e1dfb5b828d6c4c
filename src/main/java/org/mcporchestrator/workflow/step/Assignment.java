package org.mcporchestrator.workflow.step;

import java.util.List;
import java.util.Map;

import org.mcporchestrator.workflow.config.PatternName;

/** What a step asks of its agent. Prompts are made from it; it knows no prompt itself. */
public sealed interface Assignment {

    PatternName pattern();

    /** The caller's task or query. */
    String task();

    /**
     * Splits a task into {@code parts} subtasks. {@code types} are the specialisations to choose from, empty where there are
     * none.
     */
    record Decompose(PatternName pattern, String task, int parts, List<String> types,
            Map<String, Object> context) implements Assignment {

        public Decompose {
            types = List.copyOf(types);
        }
    }

    /** Performs one subtask. {@code depth} is {@code quick}, {@code standard} or {@code deep}. */
    record Work(PatternName pattern, String task, SubTask subtask, String depth,
            Map<String, Object> context) implements Assignment {}

    /** Merges texts of a lower tier into one. {@code type} tells the tier: synthesizer (drummers) or executive (camina). */
    record Synthesise(PatternName pattern, String task, AgentType type, List<Source> sources,
            boolean deduplicate) implements Assignment {

        public Synthesise {
            sources = List.copyOf(sources);
        }
    }

    /** One text that a synthesis works on. {@code heading} is its subtask or group. */
    record Source(String agentId, String heading, String content) {

        @Override
        public String toString() {
            return "Source[" + agentId + ", " + content.length() + " characters]";
        }
    }
}
