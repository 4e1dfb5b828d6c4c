package org.mcporchestrator.ops.tracing;

import org.jspecify.annotations.Nullable;
import org.mcporchestrator.agent.prompt.Prompts;
import org.mcporchestrator.engine.trace.Trace;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.Submission;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.result.OrchestratorResult;
import org.mcporchestrator.workflow.step.Assignment;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.Step;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Uni;

/**
 * The spans of one workflow that this process makes.
 *
 * @param contents whether they have prompts and answers
 */
record WorkflowTrace(Submission submission, Span root, Tracer tracer, Prompts prompts, boolean contents) implements Trace {

    @Override
    public Uni<Outcome> step(Step step, Uni<Outcome> work) {
        return Uni.createFrom().deferred(() -> {
            var span = begin(step);
            return work.onTermination().invoke((outcome, failure, cancelled) -> end(span, outcome, cancelled));
        });
    }

    @Override
    public void ended(OrchestratorResult result) {
        root.setAttribute(GenAi.STATUS, result.status().wire());
        root.setAttribute(GenAi.COST, result.totalCost().doubleValue());
        if (result.metadata().get("total_tokens") instanceof Number tokens) {
            root.setAttribute("orchestrator.tokens", tokens.longValue());
        }
        if (result.status() == Status.FAILED) {
            root.setStatus(StatusCode.ERROR);
        }
        root.end(result.completedAt());
    }

    private Span begin(Step step) {
        var options = step.options();
        var span = tracer.spanBuilder(GenAi.CHAT + " " + options.model())
                .setParent(Context.root().with(root))
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute(GenAi.OPERATION, GenAi.CHAT)
                .setAttribute(GenAi.PROVIDER, GenAi.provider(options.provider()))
                .setAttribute(GenAi.CONVERSATION, submission.id().value())
                .setAttribute(GenAi.REQUEST_MODEL, options.model())
                .setAttribute(GenAi.TEMPERATURE, options.temperature())
                .setAttribute(GenAi.MAX_TOKENS, (long) options.maxTokens())
                .setAttribute(GenAi.STEP, step.id().value())
                .startSpan();
        describe(span, step);
        return span;
    }

    private void describe(Span span, Step step) {
        if (step.assignment() instanceof Assignment.Work work) {
            span.setAttribute(GenAi.AGENT, work.subtask().agentId());
            span.setAttribute(GenAi.AGENT_NAME, work.subtask().agentType().wire());
        }
        if (contents && span.isRecording()) {
            var prompt = prompts.of(step.assignment());
            span.setAttribute(GenAi.SYSTEM, Messages.system(prompt));
            span.setAttribute(GenAi.INPUT, Messages.input(prompt));
        }
    }

    /** Without an outcome it was called off, or broke off by a defect that the log tells. */
    private void end(Span span, @Nullable Outcome outcome, boolean cancelled) {
        switch (outcome) {
            case Outcome.Answered answered -> answered(span, answered);
            case Outcome.Faulted faulted -> {
                span.setAttribute(GenAi.ATTEMPTS, faulted.attempts());
                cost(span, faulted);
                failed(span, faulted.fault().code());
            }
            case null -> failed(span, cancelled ? Fault.Code.CANCELLED : Fault.Code.INTERNAL);
        }
        span.end();
    }

    private void answered(Span span, Outcome.Answered answer) {
        // not the one that was asked, where another one took over
        span.setAttribute(GenAi.PROVIDER, GenAi.provider(answer.provider()));
        span.setAttribute(GenAi.RESPONSE_MODEL, answer.model());
        span.setAttribute(GenAi.INPUT_TOKENS, answer.usage().prompt());
        span.setAttribute(GenAi.OUTPUT_TOKENS, answer.usage().completion());
        span.setAttribute(GenAi.ATTEMPTS, answer.attempts());
        span.setAttribute(GenAi.SIMULATED, answer.simulated());
        cost(span, answer);
        if (contents && span.isRecording()) {
            span.setAttribute(GenAi.OUTPUT, Messages.output(answer.content()));
        }
    }

    /** Of all attempts, while the tokens are those of the answer. */
    private static void cost(Span span, Outcome outcome) {
        outcome.totalCost().ifPresent(cost -> span.setAttribute(GenAi.COST, cost.doubleValue()));
    }

    /** The code only: what a provider says may quote a prompt. */
    private static void failed(Span span, Fault.Code code) {
        span.setAttribute(GenAi.ERROR, code.wire());
        span.setStatus(StatusCode.ERROR);
    }
}
