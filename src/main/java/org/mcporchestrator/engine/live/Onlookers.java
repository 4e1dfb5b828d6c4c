package org.mcporchestrator.engine.live;

import jakarta.inject.Singleton;

import org.mcporchestrator.engine.trace.Trace;
import org.mcporchestrator.engine.trace.Tracing;
import org.mcporchestrator.workflow.Submission;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.result.OrchestratorResult;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.Step;

import io.smallrye.mutiny.Uni;

/** All who look on while this process works: operators by traces, readers by what models write. The work does not know them. */
@Singleton
public class Onlookers {

    private final Tracing tracing;
    private final Display display;

    public Onlookers(Tracing tracing, Display display) {
        this.tracing = tracing;
        this.display = display;
    }

    /** Those of one workflow that this process takes up. */
    public Trace of(Submission submission) {
        return new Watched(submission.id(), tracing.of(submission), display);
    }

    private record Watched(WorkflowId id, Trace trace, Display display) implements Trace {

        @Override
        public Uni<Outcome> step(Step step, Uni<Outcome> work) {
            return trace.step(step, display.of(id, step, work));
        }

        @Override
        public void ended(OrchestratorResult result) {
            trace.ended(result);
        }
    }
}
