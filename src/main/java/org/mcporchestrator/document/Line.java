package org.mcporchestrator.document;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.mcporchestrator.workflow.result.AgentResult;
import org.mcporchestrator.workflow.result.OrchestratorResult;
import org.mcporchestrator.workflow.result.SynthesisResult;

/**
 * What a report tells of one step besides its text: who performed it, how it went and what it cost.
 *
 * @param took empty where the result does not tell
 * @param fault code and detail of the failure; empty if there is an answer
 */
record Line(String step, Map<String, Object> metadata, long tokens, Optional<BigDecimal> cost, Optional<Duration> took,
        Optional<String> fault) {

    static final List<String> HEAD = List.of("step", "outcome", "provider", "model", "attempts", "tokens", "cost", "time");

    private static final String NOTHING = "–";

    static Line of(AgentResult agent) {
        return new Line(agent.subtaskId().value(), agent.metadata(), agent.tokensUsed(), agent.cost(),
                Optional.of(agent.executionTime()), agent.error());
    }

    static Line of(SynthesisResult synthesis) {
        return new Line(synthesis.synthesisId().value(), synthesis.metadata(), synthesis.tokensUsed(), synthesis.cost(),
                Optional.of(synthesis.executionTime()), synthesis.error());
    }

    /** All steps that have an outcome, in the order of the work. */
    static List<Line> all(OrchestratorResult result) {
        return Stream.of(decomposition(result).stream(), result.agentResults().stream().map(Line::of),
                result.synthesisResults().stream().map(Line::of)).flatMap(lines -> lines).toList();
    }

    /** As the metadata of the result tell it; a failed one is not in them. */
    private static Optional<Line> decomposition(OrchestratorResult result) {
        return Optional.ofNullable(result.metadata().get("decomposition"))
                .filter(Map.class::isInstance)
                .map(known -> (Map<?, ?>) known)
                .filter(known -> !known.isEmpty())
                .map(known -> new Line("decomposition", texts(known), whole(known.get("tokens_used")),
                        Optional.ofNullable(known.get("cost")).map(cost -> new BigDecimal(cost.toString())), Optional.empty(),
                        Optional.empty()));
    }

    private static Map<String, Object> texts(Map<?, ?> known) {
        return Map.of("provider", String.valueOf(known.get("provider")), "model", String.valueOf(known.get("model")));
    }

    private static long whole(@Nullable Object number) {
        return number instanceof Number counted ? counted.longValue() : 0;
    }

    boolean failed() {
        return fault.isPresent();
    }

    List<String> cells() {
        return List.of(Markdown.code(step), failed() ? "failed" : "answered", fact("provider"), fact("model"),
                fact("attempts"), failed() ? NOTHING : String.valueOf(tokens), failed() ? NOTHING : Figures.usd(cost),
                took.map(Figures::seconds).orElse(NOTHING));
    }

    /** In one sentence, for the head of the step's own section. */
    String summary() {
        return failed()
                ? "**Failed** after %s: %s (`%s`)".formatted(attempts(), Markdown.plain(fault.orElse("")),
                        metadata.getOrDefault("error_code", "internal"))
                : "*%s of %s · %s · %s · %s · %s*".formatted(fact("model"), fact("provider"), attempts(),
                        Figures.count(tokens, "token"), Figures.usd(cost), took.map(Figures::seconds).orElse(NOTHING));
    }

    private String attempts() {
        return Figures.count(whole(metadata.getOrDefault("attempts", 1)), "attempt");
    }

    private String fact(String name) {
        return Optional.ofNullable(metadata.get(name)).map(value -> Markdown.plain(value.toString())).orElse(NOTHING);
    }
}
