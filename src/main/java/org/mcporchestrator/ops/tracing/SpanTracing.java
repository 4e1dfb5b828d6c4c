package org.mcporchestrator.ops.tracing;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.mcporchestrator.agent.prompt.Prompts;
import org.mcporchestrator.engine.trace.Trace;
import org.mcporchestrator.engine.trace.Tracing;
import org.mcporchestrator.workflow.Submission;
import org.mcporchestrator.workflow.result.OrchestratorResult;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.Step;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.quarkus.opentelemetry.runtime.config.runtime.OTelRuntimeConfig;
import io.smallrye.mutiny.Uni;

/** Traces of workflows as spans; where tracing is off, none is made. */
@Singleton
class SpanTracing implements Tracing {

    private static final String SCOPE = "org.mcporchestrator";

    private final Tracer tracer;
    private final TraceIds ids;
    private final Prompts prompts;
    private final TracingConfig config;
    private final boolean off;

    @Inject
    SpanTracing(OpenTelemetry telemetry, TraceIds ids, Prompts prompts, TracingConfig config, OTelRuntimeConfig sdk) {
        this(telemetry, ids, prompts, config, sdk.sdkDisabled());
    }

    SpanTracing(OpenTelemetry telemetry, TraceIds ids, Prompts prompts, TracingConfig config, boolean off) {
        this.tracer = telemetry.getTracer(SCOPE);
        this.ids = ids;
        this.prompts = prompts;
        this.config = config;
        this.off = off;
    }

    @Override
    public Trace of(Submission submission) {
        return off ? Untraced.INSTANCE : new WorkflowTrace(submission, root(submission), tracer, prompts, config.contents());
    }

    /** Of a deployment that nobody watches: whatever was made of its spans would be thrown away. */
    private enum Untraced implements Trace {
        INSTANCE;

        @Override
        public Uni<Outcome> step(Step step, Uni<Outcome> work) {
            return work;
        }

        @Override
        public void ended(OrchestratorResult result) {}
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
