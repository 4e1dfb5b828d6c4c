package org.mcporchestrator.workflow.budget;

/**
 * How much of its budget a workflow has used.
 *
 * @param spent what recorded outcomes cost, as far as it is known
 * @param lost likely cost of calls of which nobody will ever know the true one: their process died or their workflow changed
 *        drivers, they failed in a way for which a vendor may charge, or their answer has no known price
 * @param reserved likely cost of calls that are under way
 */
public record Spending(Amount spent, Amount lost, Amount reserved) {

    public static final Spending NONE = new Spending(Amount.NONE, Amount.NONE, Amount.NONE);

    /** What is gone whatever happens. */
    public Amount used() {
        return spent.plus(lost);
    }

    public Amount committed() {
        return used().plus(reserved);
    }
}
