package org.mcporchestrator.engine.drive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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
    @ParameterizedTest
    @ValueSource(strings = { "Why <b>so</b>?", "Why?\n\n```\nthis", "[1]: /x", "Why\n---", "  # Why" })
    void documentsThatNeedAParserAreRenderedOnAnotherThreadThanTheDrivers(String task) {
        assertThat(threadOfRendering(report(task, List.of("markdown")))).isNotEqualTo(Thread.currentThread());
    }

    @Test
    void longDocumentsAndPagesAreRenderedOnAnotherThreadThanTheDrivers() {
        assertThat(threadOfRendering(report("Why? ".repeat(4_000), List.of("markdown"))))
                .isNotEqualTo(Thread.currentThread());
        assertThat(threadOfRendering(report("Why?", List.of("markdown", "html")))).isNotEqualTo(Thread.currentThread());
    }

    @Test
    void aShortPlainDocumentIsWorthNoOtherThread() {
        assertThat(threadOfRendering(report("# Why?\n\n- `this`\n- that", List.of("markdown"))))
                .isEqualTo(Thread.currentThread());
    }

    private static Thread threadOfRendering(Report report) {
        var rendering = report.documented(report.partial(Status.FAILED, "nobody answered"))
                .map(result -> Map.entry(Thread.currentThread(), result)).await().atMost(SOON);

        assertThat(rendering.getValue().generatedDocuments()).isNotEmpty()
                .allSatisfy(document -> assertThat((int) document.get("size_bytes")).isPositive());
        return rendering.getKey();
    }

    @Test
    void withoutDocumentsNothingIsRendered() {
        var report = report("Why?", List.of());
        var result = report.partial(Status.FAILED, "nobody answered");

        var same = report.documented(result).map(whole -> Map.entry(Thread.currentThread(), whole)).await().atMost(SOON);

        assertThat(same.getKey()).isEqualTo(Thread.currentThread());
        assertThat(same.getValue()).isSameAs(result);
    }

    private static Report report(String task, List<String> formats) {
        var common = BeltalowdaConfig.defaults().common();
        var config = BeltalowdaConfig.defaults().with(new CommonConfig(2, true, true, false, true, 2, common.timeout(),
                common.workflowTimeout(), true, 2, !formats.isEmpty(), formats, common.outputDirectory(),
                Optional.of("parrot"), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Priority.NORMAL, true, Map.of()));
        var submission = new Submission(WorkflowId.random(PatternName.BELTALOWDA), task, "Sky", config, "scripted", List.of(),
                Map.of(), Optional.empty(), START);
        return new Report(Workflow.begin(submission), START, START.plusSeconds(9));
    }
}
