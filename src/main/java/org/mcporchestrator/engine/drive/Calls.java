package org.mcporchestrator.engine.drive;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import org.mcporchestrator.engine.budget.Ledger;
import org.mcporchestrator.engine.drive.Narration.Performed;
import org.mcporchestrator.engine.mailbox.Mailbox;
import org.mcporchestrator.journal.Journal.Offer;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.Step;
import org.mcporchestrator.workflow.step.StepId;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;

/**
 * The steps that a driver has under way, and the answers of others that spare it a call. Used by one turn at a time; only what
 * is done comes from any thread, and so does that a call leaves or is to be made again.
 */
final class Calls {

    private final Function<Step, Uni<Outcome>> performer;
    private final Limits limits;
    private final Ledger ledger;
    private final Mailbox<Signal> mailbox;
    private final Map<StepId, Call> underWay = new LinkedHashMap<>();
    private final Map<StepId, Offer> offers = new LinkedHashMap<>();
    private final Gate gate = new Gate();

    private record Call(Step step, Cancellable cancellable) {}

    /** Which of the steps under way have a call that has left; the others wait for their turn, or for the next attempt. */
    private static final class Gate {

        private final Set<StepId> waiting = new HashSet<>();
        private final Set<StepId> left = new HashSet<>();
        private boolean closed;

        synchronized void await(StepId step) {
            waiting.add(step);
            left.remove(step);
        }

        synchronized void pass(StepId step) {
            waiting.remove(step);
            left.add(step);
        }

        synchronized boolean passIfOpen(StepId step) {
            if (!closed) {
                pass(step);
            }
            return !closed;
        }

        synchronized void forget(StepId step) {
            waiting.remove(step);
            left.remove(step);
        }

        synchronized void close() {
            closed = true;
        }

        synchronized boolean closed() {
            return closed;
        }

        synchronized boolean waits(StepId step) {
            return waiting.contains(step);
        }

        synchronized boolean allWait() {
            return left.isEmpty() && !waiting.isEmpty();
        }
    }

    Calls(Function<Step, Uni<Outcome>> performer, Limits limits, Ledger ledger, Mailbox<Signal> mailbox) {
        this.performer = performer;
        this.limits = limits;
        this.ledger = ledger;
        this.mailbox = mailbox;
    }

    boolean underWay(Step step) {
        return underWay.containsKey(step.id());
    }

    /** Whether somebody else paid for the step's answer already. */
    boolean spared(Step step) {
        var offer = offers.get(step.id());
        return offer != null && offer.premise().equals(Premise.of(step));
    }

    int count() {
        return underWay.size();
    }

    /** Whether steps are under way and none of them has a call that has left. From any thread. */
    boolean allWait() {
        return gate.allWait();
    }

    /** The one place where calls begin. Nobody waits for them here: what they yield is told when they are done. */
    void begin(Step step) {
        var offered = offered(step);
        offered.ifPresentOrElse(_ -> gate.pass(step.id()), () -> gate.await(step.id()));
        var performing = offered.map(outcome -> Uni.createFrom().item(outcome)).orElseGet(() -> performer.apply(step));
        underWay.put(step.id(), new Call(step, performing.subscribe().with(
                outcome -> mailbox.put(done(step, limits.within(outcome))),
                failure -> mailbox.put(done(step, defect())))));
    }

    /** Whether a call of the step may be made now; from then on it may cost something. From any thread. */
    boolean leave(Step step) {
        var leaves = gate.passIfOpen(step.id());
        if (leaves) {
            ledger.leaves(step.id());
        }
        return leaves;
    }

    /** Whether the budget has room for another call of a step, after one that failed like this. From any thread. */
    boolean again(Step step, Throwable failure) {
        var affordable = ledger.again(step, failure);
        if (affordable) {
            gate.await(step.id());
        }
        mailbox.put(new Signal.Again(step));
        return affordable;
    }

    /** From now on no call leaves, and steps that wait for theirs are taken back; those that have left are waited for. */
    void close() {
        gate.close();
        underWay.values().stream().map(Call::step).toList().forEach(this::withdrawIfClosed);
    }

    boolean closed() {
        return gate.closed();
    }

    /** Takes a step back that waits for a call that will not leave any more. */
    void withdrawIfClosed(Step step) {
        if (gate.closed() && gate.waits(step.id())) {
            withdraw(step);
        }
    }

    private static Signal done(Step step, Outcome outcome) {
        return new Signal.Done(new Performed(step, outcome));
    }

    /** Takes back a step that was not begun. */
    void withdraw(Step step) {
        Optional.ofNullable(underWay.remove(step.id())).ifPresent(call -> call.cancellable().cancel());
        gate.forget(step.id());
        ledger.release(step.id());
    }

    private static Outcome defect() {
        return new Outcome.Faulted(new Fault(Fault.Code.INTERNAL, "the agent broke off"), Duration.ZERO, 1);
    }

    /** Whether that call was still waited for: an offer may have made it needless. */
    boolean finish(StepId step) {
        gate.forget(step);
        return underWay.remove(step) != null;
    }

    /** Takes answers of others, and calls off what they answer. */
    List<Performed> offer(Map<StepId, Offer> more) {
        offers.putAll(more);
        var spared = new ArrayList<Performed>();
        for (var call : List.copyOf(underWay.values())) {
            offered(call.step()).ifPresent(outcome -> {
                call.cancellable().cancel();
                underWay.remove(call.step().id());
                gate.forget(call.step().id());
                spared.add(new Performed(call.step(), outcome));
            });
        }
        return spared;
    }

    /** An answer that somebody paid for, if it is one to the very question of this step. */
    private Optional<Outcome> offered(Step step) {
        return spared(step) ? Optional.ofNullable(offers.remove(step.id())).map(Offer::outcome) : Optional.empty();
    }

    /** Answers of others that there was no use for so far. */
    Map<StepId, Offer> unused() {
        return Map.copyOf(offers);
    }

    void abort() {
        underWay.values().forEach(call -> call.cancellable().cancel());
        underWay.keySet().forEach(gate::forget);
        underWay.clear();
        ledger.loseAll();
    }
}
