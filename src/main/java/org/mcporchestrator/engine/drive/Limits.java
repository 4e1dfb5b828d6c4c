package org.mcporchestrator.engine.drive;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

import org.mcporchestrator.workflow.Utf8;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.step.Charge;
import org.mcporchestrator.workflow.step.Outcome;

/**
 * What a workflow may take at most.
 *
 * @param age from its start
 * @param stepBytes of the text of one outcome, UTF-8
 * @param workflowBytes of the texts of all its outcomes
 */
public record Limits(Duration age, long stepBytes, long workflowBytes) {

    /** Of one UTF-16 unit in UTF-8. */
    private static final long MOST_BYTES = 3;

    /** The outcome, or a fault if its text is too long to be kept. What it cost is kept in either case. */
    Outcome within(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered answered when longer(answered) -> new Outcome.Faulted(
                    tooLarge("the answer has %d bytes; at most %d can be kept".formatted(bytes(answered), stepBytes)),
                    answered.took(), answered.attempts(), charges(answered));
            case Outcome.Answered answered -> answered;
            case Outcome.Faulted faulted -> faulted;
        };
    }

    /** Counted only where it can matter: no character takes more than three bytes. */
    private boolean longer(Outcome.Answered answer) {
        return MOST_BYTES * answer.content().length() > stepBytes && bytes(answer) > stepBytes;
    }

    private static List<Charge> charges(Outcome.Answered answer) {
        var own = new Charge(answer.provider(), answer.model(), answer.usage(), answer.cost(), false);
        return Stream.concat(answer.charges().stream(), Stream.of(own)).toList();
    }

    boolean exceededBy(long bytes) {
        return bytes > workflowBytes;
    }

    Fault exceeded() {
        return tooLarge("the answers of the workflow have more than %d bytes together".formatted(workflowBytes));
    }

    static Fault timedOut() {
        return new Fault(Fault.Code.WORKFLOW_TIMED_OUT, "the workflow took longer than it may");
    }

    private static Fault tooLarge(String detail) {
        return new Fault(Fault.Code.TOO_LARGE, detail);
    }

    static long bytes(Collection<? extends Outcome> outcomes) {
        return outcomes.stream().mapToLong(Limits::bytes).sum();
    }

    static long bytes(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered answered -> Utf8.length(answered.content());
            case Outcome.Faulted _ -> 0;
        };
    }
}
