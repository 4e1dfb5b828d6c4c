package org.mcporchestrator.failover;

import java.time.Duration;
import java.util.Objects;

import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;

/** What a failure of Redis' journal means here. */
final class Failures {

    private Failures() {}

    /** What callers get who need Redis while it is away; it is tried several times a second. */
    static FaultException away() {
        return new FaultException(Fault.Code.JOURNAL_UNAVAILABLE, "Redis is away").retryAfter(Duration.ofSeconds(1));
    }

    static boolean isUnavailable(Throwable failure) {
        return is(failure, Fault.Code.JOURNAL_UNAVAILABLE);
    }

    /** A workflow that is driven here and not known there was removed there. */
    static boolean isUnknown(Throwable failure) {
        return is(failure, Fault.Code.UNKNOWN_WORKFLOW);
    }

    /** One workflow that is damaged in Redis must not keep all others from it. */
    static boolean isUnreadable(Throwable failure) {
        return is(failure, Fault.Code.WORKFLOW_UNREADABLE);
    }

    static String reason(Throwable failure) {
        return Objects.requireNonNullElseGet(failure.getMessage(), () -> failure.getClass().getSimpleName());
    }

    private static boolean is(Throwable failure, Fault.Code code) {
        return failure instanceof FaultException fault && fault.fault().code() == code;
    }
}
