package org.mcporchestrator.engine.drive;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.mcporchestrator.engine.budget.Forecast;
import org.mcporchestrator.engine.budget.Ledger;
import org.mcporchestrator.pattern.Move;
import org.mcporchestrator.workflow.Workflow;
import org.mcporchestrator.workflow.budget.Amount;
import org.mcporchestrator.workflow.step.Assignment;
import org.mcporchestrator.workflow.step.Step;

/** Chooses which steps of a move begin now: no more at a time than wanted, and none that the budget has no room for. */
record Selection(Calls calls, Ledger ledger) {

    /**
     * What becomes of the steps of a move.
     *
     * @param leftOut for which there is no room and, as nothing is under way that may cost less than expected, will be none
     */
    record Choice(List<Step> begun, List<Step> leftOut) {

        static final Choice NONE = new Choice(List.of(), List.of());
    }

    Choice of(Move.Perform move, Workflow workflow) {
        var begun = toBegin(workflow, move);
        return new Choice(begun, ledger.limited() && begun.isEmpty() && calls.count() == 0 ? move.steps() : List.of());
    }

    /** Reserves what they are likely to cost. */
    private List<Step> toBegin(Workflow workflow, Move.Perform move) {
        var room = room(workflow);
        var begun = new ArrayList<Step>();
        var affordable = true;
        for (var step : move.steps()) {
            if (begun.size() >= room) {
                break;
            }
            if (calls.underWay(step)) {
                continue;
            }
            if (calls.spared(step)) {
                ledger.found(step);
                begun.add(step);
            } else if (affordable) {
                // The others of the tier cost about the same: after the first without room none is tried.
                affordable = ledger.reserve(step, ledger.limited() ? kept(step, workflow, move, begun) : Amount.NONE);
                if (affordable) {
                    begun.add(step);
                }
            }
        }
        return List.copyOf(begun);
    }

    private int room(Workflow workflow) {
        var common = workflow.submission().config().common();
        return (common.parallelExecution() ? common.maxConcurrentAgents() : 1) - calls.count();
    }

    /**
     * What the budget must have room for beside this step: before the task is split an agent, with each agent what merges the
     * answers, and with a synthesis the others of its tier, so that a tier is done as a whole or not at all.
     */
    private Amount kept(Step step, Workflow workflow, Move.Perform move, List<Step> begun) {
        var forecast = new Forecast(workflow);
        return switch (step.assignment()) {
            case Assignment.Decompose _ -> likely(forecast.firstAgent().stream());
            case Assignment.Work _ -> likely(forecast.syntheses(
                    move.steps().stream().filter(other -> other.equals(step) || begun.contains(other) || calls.underWay(other))
                            .map(Step::id).collect(Collectors.toSet()))
                    .stream());
            case Assignment.Synthesise _ -> likely(move.steps().stream().filter(other -> !other.equals(step)
                    && !begun.contains(other) && !calls.underWay(other) && !calls.spared(other)));
        };
    }

    private Amount likely(Stream<Step> steps) {
        return steps.map(ledger::estimate).reduce(Amount.NONE, Amount::plus);
    }
}
