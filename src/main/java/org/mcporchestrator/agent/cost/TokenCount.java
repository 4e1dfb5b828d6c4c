package org.mcporchestrator.agent.cost;

import java.math.BigDecimal;
import java.util.Optional;

import org.mcporchestrator.agent.Listener;
import org.mcporchestrator.agent.Prompt;
import org.mcporchestrator.workflow.step.Usage;

/**
 * The tokens of a call while its answer is written: what the vendor has counted, and by estimate what was written since. Some
 * vendors count with each piece of text, most at the end, and some at the beginning as well.
 */
public final class TokenCount implements Listener {

    private Usage counted = Usage.NONE;
    private Optional<BigDecimal> cost = Optional.empty();
    private long bytesSince;

    @Override
    public synchronized void begun() {
        counted = Usage.NONE;
        cost = Optional.empty();
        bytesSince = 0;
    }

    @Override
    public synchronized void heard(String text) {
        bytesSince += Prompt.bytes(text);
    }

    @Override
    public synchronized void counted(Usage usage, Optional<BigDecimal> told) {
        counted = usage;
        cost = told;
        bytesSince = 0;
    }

    /** Whether the vendor has shown that it works on the call. */
    public synchronized boolean worked() {
        return !counted.equals(Usage.NONE) || bytesSince > 0;
    }

    /** Whether the vendor has not counted all of it. */
    public synchronized boolean estimated() {
        return counted.equals(Usage.NONE) || bytesSince > 0;
    }

    /** Of the answer so far. */
    public synchronized long completion() {
        return counted.completion() + Prompt.tokens(bytesSince);
    }

    /** Of the prompt, as the vendor counts it. */
    public synchronized Optional<Long> prompt() {
        return counted.equals(Usage.NONE) ? Optional.empty() : Optional.of(counted.prompt());
    }

    /** USD, if the vendor has told it for all of the call. */
    public synchronized Optional<BigDecimal> cost() {
        return estimated() ? Optional.empty() : cost;
    }
}
