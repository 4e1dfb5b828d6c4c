package org.mcporchestrator.workflow.fault;

/** A failure that nobody foresaw, as it may be logged. */
public final class Defect {

    private Defect() {}

    /** The same class and stack trace; messages of libraries may quote a prompt or an answer. */
    public static Throwable withoutMessages(Throwable failure) {
        var bare = new IllegalStateException(failure.getClass().getName());
        bare.setStackTrace(failure.getStackTrace());
        return bare;
    }
}
