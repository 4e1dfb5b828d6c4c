package org.mcporchestrator.workflow.fault;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Carries a fault to whoever translates it for the caller. Has no stack trace: a fault is no defect. */
public final class FaultException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Fault fault;
    private final transient List<Problem> problems;
    private final transient Optional<Duration> retryAfter;
    private final boolean lasting;

    /** One thing that is wrong with a request: where, and what would be right. */
    public record Problem(String field, String message) {}

    private FaultException(Fault fault, List<Problem> problems, Optional<Duration> retryAfter, boolean lasting) {
        super(fault.code().wire() + ": " + fault.detail(), null, false, false);
        this.fault = fault;
        this.problems = List.copyOf(problems);
        this.retryAfter = retryAfter;
        this.lasting = lasting;
    }

    public FaultException(Fault.Code code, String detail) {
        this(new Fault(code, detail), List.of(), Optional.empty(), false);
    }

    /** A request that is wrong in the given ways. */
    public static FaultException invalid(List<Problem> problems) {
        return wrong(Fault.Code.INVALID_REQUEST, problems);
    }

    /** A request in which one field does not fit what was asked for before. */
    public static FaultException conflicting(Fault.Code code, Problem problem) {
        return wrong(code, List.of(problem));
    }

    private static FaultException wrong(Fault.Code code, List<Problem> problems) {
        var detail = String.join("; ", problems.stream().map(problem -> problem.field() + ": " + problem.message()).toList());
        return new FaultException(new Fault(code, detail), problems, Optional.empty(), false);
    }

    /** The same fault of a request that is a field of another one. */
    public FaultException within(String field) {
        return renamed(name -> field + "." + name);
    }

    /** The same fault of a request that has other names for its fields. */
    public FaultException renamed(UnaryOperator<String> names) {
        return problems.isEmpty() ? this
                : wrong(fault.code(), problems.stream()
                        .map(problem -> new Problem(names.apply(problem.field()), problem.message())).toList());
    }

    /** The same fault, with the wait that the other side asked for. */
    public FaultException retryAfter(Duration wait) {
        return new FaultException(fault, problems, Optional.of(wait), lasting);
    }

    /** The same fault, of which it is known that the same call to the same provider ends so again. */
    public FaultException lasting() {
        return new FaultException(fault, problems, retryAfter, true);
    }

    /** What it turned out to be instead; detail and wait stay. */
    public FaultException instead(Fault.Code code) {
        return new FaultException(new Fault(code, fault.detail()), problems, retryAfter, lasting);
    }

    public Fault fault() {
        return fault;
    }

    public List<Problem> problems() {
        return problems;
    }

    /** Whether the same call may succeed later. */
    public boolean heals() {
        return !lasting && fault.code().heals();
    }

    /** How long to wait before the same call is worth another try; empty if nobody said. */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
