package org.mcporchestrator.redis.link;

import java.util.List;
import java.util.regex.Pattern;

import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;

import io.smallrye.mutiny.TimeoutException;
import io.vertx.redis.client.impl.types.ErrorType;

/** What a failure of the client means for us. Redis' own errors are no exceptions in Java's sense, but throwables. */
final class Failures {

    /** Answers of a Redis that lives but cannot serve now. */
    private static final List<String> NOT_NOW = List.of("LOADING", "MASTERDOWN", "NOREPLICAS", "OOM", "MISCONF", "BUSY",
            "CLUSTERDOWN", "TRYAGAIN");

    /** Answers that mean that this is not, or not any more, the connection to use. */
    private static final List<String> WRONG_PLACE = List.of("READONLY", "CONNECTION_CLOSED", "NOAUTH", "UNBLOCKED");

    /** A batch wraps what goes wrong with its connection as if Redis had said it, with the name of the exception. */
    private static final Pattern OF_THE_CONNECTION = Pattern.compile("ERR \\[\\d+] (?:[a-z][a-z0-9]*\\.)+[A-Z]");

    private Failures() {}

    static boolean scriptUnknown(Throwable failure) {
        return isError(failure, "NOSCRIPT");
    }

    /** Whether nothing more can be expected of the connection on which this happened. */
    static boolean breaksConnection(Throwable failure) {
        return switch (failure) {
            case FaultException _ -> false;
            case ErrorType _ -> OF_THE_CONNECTION.matcher(message(failure)).lookingAt()
                    || WRONG_PLACE.stream().anyMatch(code -> isError(failure, code));
            default -> !message(failure).contains("queue is full");
        };
    }

    /** An error in our own commands is a defect; all else means that Redis is away. */
    static Throwable translated(Throwable failure) {
        if (failure instanceof FaultException) {
            return failure;
        }
        var ours = failure instanceof ErrorType && !breaksConnection(failure)
                && NOT_NOW.stream().noneMatch(code -> isError(failure, code));
        return ours ? new IllegalStateException("Redis refuses a command: " + message(failure))
                : unavailable(reason(failure));
    }

    static FaultException unavailable(String reason) {
        return new FaultException(Fault.Code.JOURNAL_UNAVAILABLE, "Redis cannot be used: " + reason);
    }

    static String reason(Throwable failure) {
        return failure instanceof TimeoutException ? "no answer in time" : message(failure);
    }

    /** A failure in a batch comes as "ERR [0] CODE text", one in a script as "ERR Error running script (…): -CODE text". */
    private static boolean isError(Throwable failure, String code) {
        var message = message(failure);
        return failure instanceof ErrorType
                && (message.startsWith(code) || message.contains("] " + code) || message.contains(": -" + code + " "));
    }

    private static String message(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
