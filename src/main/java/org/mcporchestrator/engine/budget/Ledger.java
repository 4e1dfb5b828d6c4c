package org.mcporchestrator.engine.budget;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import org.mcporchestrator.journal.History;
import org.mcporchestrator.workflow.Workflow;
import org.mcporchestrator.workflow.budget.Amount;
import org.mcporchestrator.workflow.budget.Budget;
import org.mcporchestrator.workflow.budget.Spending;
import org.mcporchestrator.workflow.event.WorkflowEvent;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;
import org.mcporchestrator.workflow.step.Charge;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.Step;
import org.mcporchestrator.workflow.step.StepId;

/**
 * The account of one driven workflow against its budget. A call's likely cost is reserved before it is made, and what it did
 * cost takes its place. Does nothing for a workflow without a budget. Used by the driver's turns and by calls that are
 * repeated, on any thread.
 */
public final class Ledger {

    private final Budget budget;
    private final Function<Step, Amount> tariff;
    private final Map<StepId, Amount> reserved = new HashMap<>();
    /** What calls were likely to cost that failed, of steps without an outcome: part of what is lost. */
    private final Map<StepId, Amount> inDoubt = new HashMap<>();
    /** Steps whose calls were made. */
    private final Set<StepId> departed = new HashSet<>();
    private Amount spent;
    private Amount lost;
    /** At the last beginning of a step; a repeated call must not use it up either. */
    private Amount keptForOthers = Amount.NONE;
    private boolean warned;

    /**
     * What was reserved when the driver before stopped is lost: nobody will learn what became of those calls. So is what
     * outcomes cost that a reopening forgot.
     */
    public Ledger(History history, Function<Step, Amount> tariff) {
        var before = history.standing().head().progress().spending().orElse(Spending.NONE);
        this.budget = Budget.of(history.standing().submission().config().common());
        this.tariff = tariff;
        this.spent = spentOn(history.workflow());
        this.lost = before.lost().plus(before.reserved()).plus(before.spent().less(spent));
        this.warned = budget.nearlyUsedBy(before.used());
    }

    private static Amount spentOn(Workflow workflow) {
        return new Amount(workflow.cost(), workflow.usage().total());
    }

    public boolean limited() {
        return budget.limited();
    }

    /** What the step is likely to cost; nothing if that does not matter. */
    public Amount estimate(Step step) {
        return limited() ? tariff.apply(step) : Amount.NONE;
    }

    /** Reserves what the step is likely to cost, if the budget covers that and what is to be kept for others beside it. */
    public synchronized boolean reserve(Step step, Amount kept) {
        var likely = estimate(step);
        if (!budget.covers(spending().committed().plus(likely).plus(kept))) {
            return false;
        }
        if (limited()) {
            reserved.put(step.id(), likely);
            keptForOthers = kept;
        }
        return true;
    }

    /** What is reserved for a call that is under way, in USD. */
    public synchronized Optional<BigDecimal> reservedFor(StepId step) {
        return Optional.ofNullable(reserved.get(step)).map(Amount::cost);
    }

    /** The step's call was not made. */
    public synchronized void release(StepId step) {
        reserved.remove(step);
    }

    /** The step's call is about to be made: from now on it may cost something. */
    public synchronized void leaves(StepId step) {
        departed.add(step);
    }

    /** Calls are called off. Nobody will learn what those cost that had been made. */
    public synchronized void loseAll() {
        reserved.keySet().retainAll(departed);
        lost = lost.plus(Amount.sum(reserved.values()));
        reserved.clear();
    }

    /** The call for the step that a former driver lost had an answer after all: its cost is known. */
    public synchronized void found(Step step) {
        lost = lost.less(estimate(step));
    }

    /** The step has its outcome. */
    public synchronized void settle(StepId step, Outcome outcome) {
        if (!limited()) {
            return;
        }
        var failed = Optional.ofNullable(inDoubt.remove(step)).orElse(Amount.NONE);
        var last = Optional.ofNullable(reserved.remove(step)).orElse(Amount.NONE);
        spent = spent.plus(new Amount(outcome.totalCost().orElse(BigDecimal.ZERO), outcome.totalUsage().total()));
        lost = lost.less(failed).plus(switch (outcome) {
            case Outcome.Answered answered -> doubtful(failed, outcome).plus(unknown(answered, last));
            case Outcome.Faulted faulted when faulted.attempts() > 0 && faulted.fault().code().mayCost() ->
                doubtful(failed.plus(last), outcome);
            case Outcome.Faulted _ -> doubtful(failed, outcome);
        });
    }

    /** Of what failed calls were likely to cost, that which nobody will ever know: nothing where the vendor has counted. */
    private static Amount doubtful(Amount likely, Outcome outcome) {
        var charges = outcome.charges();
        var certain = !charges.isEmpty() && charges.stream().noneMatch(charge -> charge.estimated() || charge.cost().isEmpty());
        return certain ? Amount.NONE
                : likely.less(Amount.sum(charges.stream().map(Ledger::amount).toList()));
    }

    private static Amount amount(Charge charge) {
        return new Amount(charge.cost().orElse(BigDecimal.ZERO), charge.usage().total());
    }

    private static Amount unknown(Outcome.Answered answer, Amount likely) {
        return new Amount(answer.cost().isPresent() ? BigDecimal.ZERO : likely.cost(),
                answer.usage().total() > 0 ? 0 : likely.tokens());
    }

    /** Whether the step may be called once more after a call that failed like this; what that one may have cost is lost. */
    public synchronized boolean again(Step step, Throwable failure) {
        if (!limited() || !(failure instanceof FaultException failed) || !failed.fault().code().mayCost()) {
            return true;
        }
        var likely = Optional.ofNullable(reserved.remove(step.id())).orElse(Amount.NONE);
        lost = lost.plus(likely);
        inDoubt.merge(step.id(), likely, Amount::plus);
        return reserve(step, keptForOthers);
    }

    /** Empty if the workflow has no budget. */
    public synchronized Optional<Spending> recordable() {
        return limited() ? Optional.of(spending()) : Optional.empty();
    }

    private Spending spending() {
        return new Spending(spent, lost, Amount.sum(reserved.values()));
    }

    /** That nearly all of the budget is used up, once. */
    public synchronized Optional<WorkflowEvent> warning() {
        var used = spent.plus(lost);
        if (warned || !budget.nearlyUsedBy(used)) {
            return Optional.empty();
        }
        warned = true;
        return Optional.of(new WorkflowEvent.BudgetWarning(used.cost(), budget.cost(), used.tokens(), budget.tokens()));
    }

    /** What becomes of a step for which there is no room. */
    public static Outcome noRoom() {
        return new Outcome.Faulted(new Fault(Fault.Code.BUDGET_EXHAUSTED, "the budget has no room for this call"),
                Duration.ZERO, 0);
    }
}
