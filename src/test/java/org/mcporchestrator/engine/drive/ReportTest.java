package org.mcporchestrator.engine.drive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.Submission;
import org.mcporchestrator.workflow.Workflow;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.config.BeltalowdaConfig;
import org.mcporchestrator.workflow.config.CommonConfig;
import org.mcporchestrator.workflow.config.PatternName;
import org.mcporchestrator.workflow.config.Priority;

class ReportTest {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final Duration SOON = Duration.ofSeconds(5);

    /** The thread of a driver is that of all drivers. */
    @Test
    void documentsAreRenderedOnAnotherThreadThanTheDrivers() {
        var report = report(true);

        var rendering = report.documented(report.partial(Status.FAILED, "nobody answered"))
                .map(result -> Map.entry(Thread.currentThread(), result)).await().atMost(SOON);

        assertThat(rendering.getKey()).isNotEqualTo(Thread.currentThread());
        assertThat(rendering.getValue().generatedDocuments()).singleElement()
                .satisfies(document -> assertThat((int) document.get("size_bytes")).isPositive());
    }

    @Test
    void withoutDocumentsNothingIsRendered() {
        var report = report(false);
        var result = report.partial(Status.FAILED, "nobody answered");

        var same = report.documented(result).map(whole -> Map.entry(Thread.currentThread(), whole)).await().atMost(SOON);

        assertThat(same.getKey()).isEqualTo(Thread.currentThread());
        assertThat(same.getValue()).isSameAs(result);
    }

    private static Report report(boolean documents) {
        var common = BeltalowdaConfig.defaults().common();
        var config = BeltalowdaConfig.defaults().with(new CommonConfig(2, true, true, false, true, 2, common.timeout(),
                common.workflowTimeout(), true, 2, documents, common.documentFormats(), common.outputDirectory(),
                Optional.of("parrot"), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Priority.NORMAL, true, Map.of()));
        var submission = new Submission(WorkflowId.random(PatternName.BELTALOWDA), "Why?", "Sky", config, "scripted", List.of(),
                Map.of(), Optional.empty(), START);
        return new Report(Workflow.begin(submission), START, START.plusSeconds(9));
    }
}
