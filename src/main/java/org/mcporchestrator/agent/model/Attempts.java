package org.mcporchestrator.agent.model;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.mcporchestrator.agent.Listener;
import org.mcporchestrator.agent.ModelCall;
import org.mcporchestrator.agent.Provider;
import org.mcporchestrator.agent.cost.TokenCount;
import org.mcporchestrator.agent.price.PriceList;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;
import org.mcporchestrator.workflow.step.Charge;
import org.mcporchestrator.workflow.step.Usage;

/**
 * The calls that are made for one step, one after the other: how many, and what those cost that gave no answer. Hears what is
 * written, so that a call that breaks off can be reckoned up.
 */
final class Attempts implements Listener {

    /** The vendor had the prompt, even if nothing came back. */
    private static final Set<Fault.Code> WITHOUT_A_WORD = Set.of(Fault.Code.REPLY_CUT, Fault.Code.REPLY_EMPTY,
            Fault.Code.AGENT_TIMED_OUT);

    private final Listener outer;
    private final TokenCount tokens = new TokenCount();
    private final List<Charge> charges = new ArrayList<>();
    private int made;

    Attempts(Listener outer) {
        this.outer = outer;
    }

    /** Another call is about to be made. */
    synchronized void next() {
        made++;
        tokens.begun();
    }

    synchronized int made() {
        return made;
    }

    /** In the order of the calls. */
    synchronized List<Charge> charges() {
        return List.copyOf(charges);
    }

    /**
     * The failure of the last call. If the vendor had begun to answer, it broke off, whatever it says: it bills what it wrote.
     */
    synchronized Throwable cutIfBegun(Provider provider, Throwable failure) {
        return !provider.simulated() && tokens.worked() && failure instanceof FaultException fault
                && !fault.fault().code().mayCost() ? fault.instead(Fault.Code.REPLY_CUT) : failure;
    }

    /** The last call failed; what it costs, if the vendor worked on it. Simulated ones cost nothing. */
    synchronized Optional<Charge> failed(Provider provider, ModelCall call, Throwable failure, PriceList prices) {
        if (provider.simulated() || !tokens.worked() && !(failure instanceof FaultException fault
                && WITHOUT_A_WORD.contains(fault.fault().code()))) {
            return Optional.empty();
        }
        var usage = new Usage(tokens.prompt().orElseGet(call.prompt()::tokens), tokens.completion());
        var cost = tokens.cost().or(provider::flatPrice).or(() -> prices.cost(call.model(), usage));
        var charge = new Charge(provider.name(), call.model(), usage, cost, tokens.estimated());
        charges.add(charge);
        return Optional.of(charge);
    }

    @Override
    public void begun() {
        outer.begun();
    }

    @Override
    public void heard(String text) {
        tokens.heard(text);
        outer.heard(text);
    }

    @Override
    public void counted(Usage usage, Optional<BigDecimal> cost) {
        tokens.counted(usage, cost);
        outer.counted(usage, cost);
    }
}
