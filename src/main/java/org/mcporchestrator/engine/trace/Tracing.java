package org.mcporchestrator.engine.trace;

import org.mcporchestrator.workflow.Submission;

/** Shows the work of this process to whoever watches the deployment. Never fails, and holds up nothing. */
public interface Tracing {

    /** The trace of a workflow, for a process that takes it up: the same one for every process that does. */
    Trace of(Submission submission);
}
