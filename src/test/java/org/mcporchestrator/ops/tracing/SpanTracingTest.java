package org.mcporchestrator.ops.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.mcporchestrator.agent.prompt.Prompts;
import org.mcporchestrator.engine.trace.Trace;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.Submission;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.config.BeltalowdaConfig;
import org.mcporchestrator.workflow.config.PatternName;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.result.OrchestratorResult;
import org.mcporchestrator.workflow.step.AgentType;
import org.mcporchestrator.workflow.step.Assignment;
import org.mcporchestrator.workflow.step.CallOptions;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.Step;
import org.mcporchestrator.workflow.step.StepId;
import org.mcporchestrator.workflow.step.SubTask;
import org.mcporchestrator.workflow.step.Usage;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.smallrye.mutiny.Uni;

class SpanTracingTest {

    private static final Instant CREATED = Instant.parse("2026-01-02T03:04:05.678901Z");
    private static final Instant ENDED = CREATED.plusSeconds(9);
    private static final Outcome ANSWER = new Outcome.Answered("It scatters.", "xai", "grok-4-0709", new Usage(100, 20),
            Optional.of(new BigDecimal("0.0125")), Duration.ofSeconds(1), 2, false);
    private static final Outcome FAULT = new Outcome.Faulted(new Fault(Fault.Code.AGENT_TIMED_OUT, "said something"),
            Duration.ofSeconds(1), 3);

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();

    @Test
    void aStepIsASpanOfItsWorkflow() {
        var trace = process(false).of(submission("research_5fa182a013b0"));

        assertThat(perform(trace, ANSWER)).isEqualTo(ANSWER);
        trace.ended(result(Status.COMPLETED));

        var step = span("chat grok-4");
        var workflow = span("invoke_workflow beltalowda");
        assertThat(step.getKind()).isEqualTo(SpanKind.CLIENT);
        assertThat(step.getTraceId()).isEqualTo(workflow.getTraceId());
        assertThat(step.getParentSpanId()).isEqualTo(workflow.getSpanId());
        assertThat(attributes(step)).containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                Map.entry("gen_ai.operation.name", "chat"), Map.entry("gen_ai.provider.name", "x_ai"),
                Map.entry("gen_ai.conversation.id", "research_5fa182a013b0"), Map.entry("gen_ai.agent.id", "agent_belter_0"),
                Map.entry("gen_ai.agent.name", "worker"), Map.entry("gen_ai.request.model", "grok-4"),
                Map.entry("gen_ai.request.temperature", 0.7), Map.entry("gen_ai.request.max_tokens", 2_000L),
                Map.entry("gen_ai.response.model", "grok-4-0709"), Map.entry("gen_ai.usage.input_tokens", 100L),
                Map.entry("gen_ai.usage.output_tokens", 20L), Map.entry("orchestrator.step", "belter_0"),
                Map.entry("orchestrator.attempts", 2L), Map.entry("orchestrator.cost_usd", 0.0125),
                Map.entry("orchestrator.simulated", false)));
    }

    @Test
    void aStepThatAnotherProviderTookOverTellsWhoAnswered() {
        perform(process(false).of(submission("research_5fa182a013b0")), new Outcome.Answered("It scatters.", "mistral",
                "mistral-large-2512", Usage.NONE, Optional.empty(), Duration.ofSeconds(1), 3, false));

        assertThat(attributes(span("chat grok-4"))).containsEntry("gen_ai.provider.name", "mistral_ai")
                .containsEntry("gen_ai.request.model", "grok-4")
                .containsEntry("gen_ai.response.model", "mistral-large-2512");
    }

    @Test
    void theSpanOfAWorkflowGoesFromItsSubmissionToItsEnd() {
        process(false).of(submission("research_5fa182a013b0")).ended(result(Status.COMPLETED));

        var workflow = span("invoke_workflow beltalowda");
        assertThat(workflow.getStartEpochNanos()).isEqualTo(nanos(CREATED));
        assertThat(workflow.getEndEpochNanos()).isEqualTo(nanos(ENDED));
        assertThat(workflow.getParentSpanContext().isValid()).isFalse();
        assertThat(attributes(workflow)).containsEntry("gen_ai.operation.name", "invoke_workflow")
                .containsEntry("gen_ai.workflow.name", "beltalowda")
                .containsEntry("orchestrator.task_id", "research_5fa182a013b0")
                .containsEntry("orchestrator.status", "completed")
                .containsEntry("orchestrator.tokens", 930L).containsEntry("orchestrator.cost_usd", 0.5);
    }

    @Test
    void aTraceGoesOnInTheProcessThatTakesTheWorkflowOver() {
        var before = process(false).of(submission("research_5fa182a013b0"));
        var after = process(false).of(submission("research_5fa182a013b0"));
        perform(before, ANSWER);
        perform(after, ANSWER);
        after.ended(result(Status.COMPLETED));

        var workflow = span("invoke_workflow beltalowda");
        assertThat(spans.getFinishedSpanItems()).hasSize(3).extracting(SpanData::getTraceId)
                .containsOnly(workflow.getTraceId());
        assertThat(spans.getFinishedSpanItems()).filteredOn(span -> span != workflow)
                .extracting(SpanData::getParentSpanId).containsOnly(workflow.getSpanId());
        assertThat(spans.getFinishedSpanItems()).extracting(SpanData::getSpanId).doesNotHaveDuplicates();
    }

    @Test
    void otherWorkflowsHaveOtherTraces() {
        var tracing = process(false);
        perform(tracing.of(submission("research_5fa182a013b0")), ANSWER);
        perform(tracing.of(submission("research_5fa182a013b1")), ANSWER);

        assertThat(spans.getFinishedSpanItems()).extracting(SpanData::getTraceId).doesNotHaveDuplicates();
    }

    @Test
    void aFailureTellsItsCodeAndNotWhatAProviderSaid() {
        var trace = process(true).of(submission("research_5fa182a013b0"));
        perform(trace, FAULT);
        trace.ended(result(Status.FAILED));

        assertThat(span("chat grok-4").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(attributes(span("chat grok-4"))).containsEntry("error.type", "agent_timed_out")
                .containsEntry("orchestrator.attempts", 3L);
        assertThat(span("invoke_workflow beltalowda").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(spans.getFinishedSpanItems().toString()).doesNotContain("said something");
    }

    @Test
    void aCallThatIsCalledOffEndsItsSpan() {
        process(false).of(submission("research_5fa182a013b0")).step(step(), Uni.createFrom().nothing())
                .subscribe().with(_ -> {
                }).cancel();

        assertThat(attributes(span("chat grok-4"))).containsEntry("error.type", "cancelled");
    }

    @Test
    void contentsAreToldOnlyIfThatIsWanted() {
        perform(process(false).of(submission("research_5fa182a013b0")), ANSWER);
        assertThat(spans.getFinishedSpanItems().toString()).doesNotContain("scatter").doesNotContain("Why is the sky");
        spans.reset();

        perform(process(true).of(submission("research_5fa182a013b0")), ANSWER);
        assertThat(attributes(span("chat grok-4")))
                .containsEntry("gen_ai.output.messages",
                        "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"It scatters.\"}]}]")
                .hasEntrySatisfying("gen_ai.input.messages", text -> assertThat((String) text).contains("Look at light"))
                .containsKey("gen_ai.system_instructions");
    }

    @Test
    void whatIsNotSampledIsNotSampledAsAWhole() {
        var trace = process(Sampler.alwaysOff()).of(submission("research_5fa182a013b0"));
        perform(trace, ANSWER);
        trace.ended(result(Status.COMPLETED));

        assertThat(spans.getFinishedSpanItems()).isEmpty();
    }

    @Test
    void withoutAnSdkNothingHappens() {
        var trace = new SpanTracing(OpenTelemetry.noop(), new TraceIds(), prompts(), () -> true, true)
                .of(submission("research_5fa182a013b0"));

        assertThat(perform(trace, ANSWER)).isEqualTo(ANSWER);
        trace.ended(result(Status.COMPLETED));
    }

    /** What a process of its own has. */
    private SpanTracing process(boolean contents) {
        return process(contents, Sampler.parentBased(Sampler.alwaysOn()));
    }

    private SpanTracing process(Sampler sampler) {
        return process(false, Sampler.parentBased(sampler));
    }

    private SpanTracing process(boolean contents, Sampler sampler) {
        var ids = new TraceIds();
        var provider = SdkTracerProvider.builder().setIdGenerator(ids).setSampler(sampler)
                .addSpanProcessor(SimpleSpanProcessor.create(spans)).build();
        return new SpanTracing(OpenTelemetrySdk.builder().setTracerProvider(provider).build(), ids, prompts(), () -> contents,
                false);
    }

    private static Prompts prompts() {
        return new Prompts(() -> 240_000);
    }

    @CanIgnoreReturnValue
    private static Outcome perform(Trace trace, Outcome outcome) {
        return trace.step(step(), Uni.createFrom().item(outcome)).await().atMost(Duration.ofSeconds(5));
    }

    private SpanData span(String name) {
        return spans.getFinishedSpanItems().stream().filter(span -> span.getName().equals(name)).findFirst().orElseThrow();
    }

    private static Map<String, Object> attributes(SpanData span) {
        var attributes = new HashMap<String, Object>();
        span.getAttributes().forEach((key, value) -> attributes.put(key.getKey(), value));
        return attributes;
    }

    private static long nanos(Instant at) {
        return at.getEpochSecond() * 1_000_000_000 + at.getNano();
    }

    private static Step step() {
        var subtask = SubTask.of(StepId.of("belter", 0), "Look at light", AgentType.WORKER, "research", Map.of());
        return new Step(subtask.id(),
                new Assignment.Work(PatternName.BELTALOWDA, "Why is the sky blue?", subtask, "standard", Map.of()),
                new CallOptions("xai", "grok-4", 0.7, 2_000, Duration.ofSeconds(180), 3, List.of()));
    }

    private static Submission submission(String id) {
        return new Submission(new WorkflowId(id), "Why is the sky blue?", "Sky", BeltalowdaConfig.defaults(), "xai", List.of(),
                Map.of(), Optional.empty(), CREATED);
    }

    private static OrchestratorResult result(Status status) {
        return new OrchestratorResult(new WorkflowId("research_5fa182a013b0"), "Sky", status, List.of(), List.of(),
                Optional.empty(), Duration.ofSeconds(9), new BigDecimal("0.5"), Map.of("total_tokens", 930), List.of(),
                List.of(),
                Optional.empty(), ENDED);
    }
}
