package org.mcporchestrator.workflow;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.step.Charge;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.StepId;
import org.mcporchestrator.workflow.step.Usage;

/**
 * A workflow so far: what was asked for, and the recorded outcomes. Everything that a pattern needs to plan the next move;
 * equal in every process that read the same history.
 */
public record Workflow(Submission submission, SequencedMap<StepId, Outcome> outcomes) {

    public Workflow {
        outcomes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(outcomes));
    }

    /** A workflow of which nothing was performed yet. */
    public static Workflow begin(Submission submission) {
        return new Workflow(submission, new LinkedHashMap<>());
    }

    /** This workflow with more outcomes. The first outcome of a step stands: later ones are ignored. */
    public Workflow after(Map<StepId, Outcome> more) {
        var merged = new LinkedHashMap<>(outcomes);
        more.forEach(merged::putIfAbsent);
        return new Workflow(submission, merged);
    }

    public Optional<Outcome> outcome(StepId step) {
        return Optional.ofNullable(outcomes.get(step));
    }

    /** The answer of a step; empty if it has none, yet or ever. */
    public Optional<Outcome.Answered> answer(StepId step) {
        return outcome(step).filter(Outcome.Answered.class::isInstance).map(Outcome.Answered.class::cast);
    }

    /** The cost of all calls with a known price, in USD: also of those that gave no answer, or one that was too large. */
    public BigDecimal cost() {
        return outcomes.values().stream().flatMap(outcome -> outcome.totalCost().stream())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Tokens of all calls. */
    public Usage usage() {
        return outcomes.values().stream().map(Outcome::totalUsage).reduce(Usage.NONE, Usage::plus);
    }

    /** Calls that gave no answer and are billed all the same. */
    public List<Charge> charges() {
        return outcomes.values().stream().flatMap(outcome -> outcome.charges().stream()).toList();
    }

    /** Calls beyond the first of each step, of the steps that have an outcome. */
    public int repeatedCalls() {
        return outcomes.values().stream().mapToInt(outcome -> Math.max(0, outcome.attempts() - 1)).sum();
    }

    /** Why steps were left out: {@code budget}; empty if none was. */
    public Optional<String> stoppedBy() {
        return outcomes.values().stream()
                .anyMatch(outcome -> outcome instanceof Outcome.Faulted faulted
                        && faulted.fault().code() == Fault.Code.BUDGET_EXHAUSTED) ? Optional.of("budget") : Optional.empty();
    }

    public List<Outcome.Answered> answers() {
        return outcomes.values().stream().filter(Outcome.Answered.class::isInstance).map(Outcome.Answered.class::cast).toList();
    }
}
