package org.mcporchestrator.agent.prompt;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import jakarta.inject.Singleton;

import org.mcporchestrator.agent.Prompt;
import org.mcporchestrator.workflow.config.PatternName;
import org.mcporchestrator.workflow.step.AgentType;
import org.mcporchestrator.workflow.step.Assignment;
import org.mcporchestrator.workflow.step.Assignment.Decompose;
import org.mcporchestrator.workflow.step.Assignment.Synthesise;
import org.mcporchestrator.workflow.step.Assignment.Work;

/** Makes prompts from assignments. The same assignment always gives the same prompt. */
@Singleton
public class Prompts {

    private static final String ANY_TYPE = "general";
    private static final Map<String, String> DEPTHS = Map.of(
            "quick", "Be brief: the few facts that matter most.",
            "deep", "Go into depth: mechanisms, figures, exceptions and open questions.");
    private static final String USUAL_DEPTH = "Cover what matters in reasonable detail.";

    private final PromptsConfig config;
    private final Map<String, Template> templates;

    public Prompts(PromptsConfig config) {
        this.config = config;
        this.templates = List.of("beltalowda/decompose", "beltalowda/work", "beltalowda/synthesise-drummer",
                "beltalowda/synthesise-camina", "swarm/decompose", "swarm/work", "swarm/synthesise").stream()
                .flatMap(name -> List.of(name + ".system", name + ".user").stream())
                .collect(Collectors.toUnmodifiableMap(name -> name, name -> Template.resource("/prompts/" + name + ".txt")));
    }

    /** The prompt for one assignment. */
    public Prompt of(Assignment assignment) {
        return switch (assignment) {
            case Decompose decompose -> decompose(decompose);
            case Work work -> work(work);
            case Synthesise synthesise -> synthesise(synthesise);
        };
    }

    private Prompt decompose(Decompose assignment) {
        var types = assignment.types().isEmpty() ? List.of(ANY_TYPE) : assignment.types();
        return fill(assignment.pattern().wire() + "/decompose", Map.of(
                "parts", Integer.toString(assignment.parts()),
                "types", String.join(", ", types),
                "first", types.getFirst(),
                "task", assignment.task(),
                "context", lines(assignment.context())));
    }

    private Prompt work(Work assignment) {
        var subtask = assignment.subtask();
        return fill(assignment.pattern().wire() + "/work", Map.of(
                "type", subtask.specialization().orElse(ANY_TYPE),
                "depth", DEPTHS.getOrDefault(assignment.depth(), USUAL_DEPTH),
                "task", assignment.task(),
                "subtask", subtask.description(),
                "context", lines(both(assignment.context(), subtask.context()))));
    }

    private Prompt synthesise(Synthesise assignment) {
        return fill(synthesis(assignment), Map.of(
                "repetition", assignment.deduplicate() ? "Say once what several sources say." : "Keep what every source adds.",
                "task", assignment.task(),
                "sources", new Sources(assignment.sources(), config.synthesisInput()).render()));
    }

    private static String synthesis(Synthesise assignment) {
        return switch (assignment.pattern()) {
            case BELTALOWDA -> "beltalowda/synthesise-" + (assignment.type() == AgentType.EXECUTIVE ? "camina" : "drummer");
            case SWARM -> PatternName.SWARM.wire() + "/synthesise";
        };
    }

    private Prompt fill(String name, Map<String, String> values) {
        return new Prompt(template(name + ".system").fill(values), template(name + ".user").fill(values));
    }

    private Template template(String name) {
        var template = templates.get(name);
        if (template == null) {
            throw new IllegalStateException("no such prompt: " + name);
        }
        return template;
    }

    private static Map<String, Object> both(Map<String, Object> general, Map<String, Object> special) {
        var both = new TreeMap<>(general);
        both.putAll(special);
        return both;
    }

    /** A section of lines {@code key: value}, by key; nothing if there is no context. */
    private static String lines(Map<String, Object> context) {
        return context.isEmpty() ? ""
                : new TreeMap<>(context).entrySet().stream()
                        .map(entry -> oneLine(entry.getKey()) + ": " + oneLine(entry.getValue()))
                        .collect(Collectors.joining("\n", "\n\nContext:\n", ""));
    }

    private static String oneLine(Object value) {
        return value.toString().replaceAll("\\R", " ").strip();
    }
}
