package org.mcporchestrator.document;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
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

    /** As the metadata of the result tell it. */
    private static Optional<Line> decomposition(OrchestratorResult result) {
        return Optional.ofNullable(result.metadata().get("decomposition"))
                .filter(Map.class::isInstance)
                .map(known -> (Map<?, ?>) known)
                .filter(known -> !known.isEmpty())
                .map(known -> new Line("decomposition", named(known), whole(known.get("tokens_used")),
                        Optional.ofNullable(known.get("cost")).map(cost -> new BigDecimal(cost.toString())),
                        took(known.get("execution_time")),
                        Optional.ofNullable(known.get("error_code")).map(_ -> "the task was split without a model")));
    }

    private static Map<String, Object> named(Map<?, ?> known) {
        var named = new HashMap<String, Object>();
        known.forEach((name, value) -> named.put(String.valueOf(name), value));
        return named;
    }

    private static Optional<Duration> took(@Nullable Object seconds) {
        return seconds instanceof Number number
                ? Optional.of(Duration.ofMillis(new BigDecimal(number.toString()).movePointRight(3).longValue()))
                : Optional.empty();
    }

    private static long whole(@Nullable Object number) {
        return number instanceof Number counted ? counted.longValue() : 0;
    }

    boolean failed() {
        return fault.isPresent();
    }

    /** Whether the budget had no room for it. */
    boolean leftOut() {
        return failed() && "budget_exhausted".equals(metadata.get("error_code"));
    }

    List<String> cells() {
        return List.of(Markdown.code(step), outcome(), fact("provider"), fact("model"),
                fact("attempts"), paid() ? String.valueOf(tokens) : NOTHING, paid() ? Figures.usd(cost) : NOTHING,
                took.map(Figures::seconds).orElse(NOTHING));
    }

    private String outcome() {
        return leftOut() ? "left out" : failed() ? "failed" : "answered";
    }

    /** A step that failed may have been paid for as well. */
    private boolean paid() {
        return !failed() || tokens > 0;
    }

    /** In one sentence, for the head of the step's own section. */
    String summary() {
        if (leftOut()) {
            return "**Left out:** " + Markdown.plain(fault.orElse(""));
        }
        return failed()
                ? "**Failed** after %s%s: %s (`%s`)".formatted(attempts(), paid() ? " and " + Figures.usd(cost) : "",
                        Markdown.plain(fault.orElse("")), metadata.getOrDefault("error_code", "internal"))
                : "*" + String.join(" · ", fact("model") + " of " + fact("provider"), attempts(),
                        Figures.count(tokens, "token"), Figures.usd(cost), took.map(Figures::seconds).orElse(NOTHING)) + "*";
    }

    private String attempts() {
        return Figures.count(whole(metadata.getOrDefault("attempts", 1)), "attempt");
    }

    private String fact(String name) {
        return Optional.ofNullable(metadata.get(name)).map(value -> Markdown.plain(value.toString())).orElse(NOTHING);
    }
}
