package org.mcporchestrator.ops.tracing;

import jakarta.inject.Singleton;

import org.mcporchestrator.agent.prompt.Prompts;
import org.mcporchestrator.engine.trace.Trace;
import org.mcporchestrator.engine.trace.Tracing;
import org.mcporchestrator.workflow.Submission;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;

/** Traces of workflows as spans. Without an SDK, that is where tracing is off, none of its calls does anything. */
@Singleton
class SpanTracing implements Tracing {

    private static final String SCOPE = "org.mcporchestrator";

    private final Tracer tracer;
    private final TraceIds ids;
    private final Prompts prompts;
    private final TracingConfig config;

    SpanTracing(OpenTelemetry telemetry, TraceIds ids, Prompts prompts, TracingConfig config) {
        this.tracer = telemetry.getTracer(SCOPE);
        this.ids = ids;
        this.prompts = prompts;
        this.config = config;
    }

    @Override
    public Trace of(Submission submission) {
        return new WorkflowTrace(submission, root(submission), tracer, prompts, config.contents());
    }

    /**
     * Every process that drives the workflow begins this span, as the parent of its steps and to decide whether they are
     * sampled. Only the one that records the end ends it: the others' are never sent.
     */
    private Span root(Submission submission) {
        return ids.of(submission, tracer.spanBuilder(GenAi.INVOKE_WORKFLOW + " " + submission.pattern().wire())
                .setNoParent()
                .setSpanKind(SpanKind.INTERNAL)
                .setStartTimestamp(submission.createdAt())
                .setAttribute(GenAi.OPERATION, GenAi.INVOKE_WORKFLOW)
                .setAttribute(GenAi.WORKFLOW, submission.pattern().wire())
                .setAttribute(GenAi.CONVERSATION, submission.id().value())
                .setAttribute(GenAi.TASK_ID, submission.id().value())::startSpan);
    }
}
