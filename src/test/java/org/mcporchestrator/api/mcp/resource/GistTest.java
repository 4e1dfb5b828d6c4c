package org.mcporchestrator.api.mcp.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mcporchestrator.engine.WorkflowView;
import org.mcporchestrator.journal.Head;
import org.mcporchestrator.journal.JournalFixture;
import org.mcporchestrator.journal.Standing;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.result.OrchestratorResult;

class GistTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "0.25 | true  | 0 of 0 agents answered, 3 s, 0.25 USD",
            "0    | true  | 0 of 0 agents answered, 3 s, 0 USD",
            "0.25 | false | 0 of 0 agents answered, 3 s, at least 0.25 USD, some prices are not known",
            "0    | false | 0 of 0 agents answered, 3 s, cost not known" })
    void costIsToldAsFarAsItIsKnown(BigDecimal cost, boolean complete, String figures) {
        assertThat(Gist.of(view(cost, complete))).endsWith("\n---\n\n" + figures + "\n");
    }

    private static WorkflowView view(BigDecimal cost, boolean complete) {
        var submission = JournalFixture.submission(1);
        var usual = JournalFixture.result(submission.id(), Status.COMPLETED, Instant.EPOCH);
        var result = new OrchestratorResult(usual.id(), usual.title(), usual.status(), List.of(), List.of(),
                usual.finalSynthesis(), usual.executionTime(), cost, Map.of("cost_complete", complete), List.of(), List.of(),
                Optional.empty(), usual.completedAt());
        var head = new Head(Optional.empty(), 1, 1, JournalFixture.progress(Status.COMPLETED), false, Optional.empty(),
                Optional.of(Instant.EPOCH));
        return new WorkflowView(new Standing(submission, head), Optional.of(result));
    }
}
