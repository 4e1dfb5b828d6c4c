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

    /** Of a workflow without a budget. */
    public Progress(Status status, Stage stage, int agents, int answered, int failed, BigDecimal cost,
            Optional<Instant> startedAt) {
        this(status, stage, agents, answered, failed, cost, startedAt, Optional.empty());
    }

    public static final Progress NONE = new Progress(Status.PENDING, Stage.WAITING, 0, 0, 0, BigDecimal.ZERO, Optional.empty());
}
