package org.mcporchestrator.journal;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

import org.mcporchestrator.workflow.Stage;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.budget.Spending;

/**
 * How far a workflow has come; replaces the former one with every write.
 *
 * @param agents subtasks that are planned, 0 before they are known
 * @param answered subtasks with an answer
 * @param failed subtasks that failed for good
 * @param cost of all answers so far, USD
 * @param startedAt when its first driver began
 * @param spending what it has used of its budget; empty if it has none
 */
public record Progress(Status status, Stage stage, int agents, int answered, int failed, BigDecimal cost,
        Optional<Instant> startedAt, Optional<Spending> spending) {

    /** Share of the work that agents do; the rest is synthesis. */
    private static final int AGENTS_PERCENT = 90;
    private static final int ALL_PERCENT = 100;

    /** Of a workflow without a budget. */
    public Progress(Status status, Stage stage, int agents, int answered, int failed, BigDecimal cost,
            Optional<Instant> startedAt) {
        this(status, stage, agents, answered, failed, cost, startedAt, Optional.empty());
    }

    /** How much is done, 0 to 100: for people who watch, not a measurement. */
    public int percent() {
        if (status == Status.COMPLETED) {
            return ALL_PERCENT;
        }
        return agents == 0 ? 0 : Math.min(AGENTS_PERCENT, AGENTS_PERCENT * (answered + failed) / agents);
    }

    /** The same with another start. */
    public Progress startedAt(Instant start) {
        return new Progress(status, stage, agents, answered, failed, cost, Optional.of(start), spending);
    }

    public static final Progress NONE = new Progress(Status.PENDING, Stage.WAITING, 0, 0, 0, BigDecimal.ZERO, Optional.empty());
}
