package org.mcporchestrator.journal;

import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.Submission;
import org.mcporchestrator.workflow.WorkflowId;

/** What a workflow is and where it stands. */
public record Standing(Submission submission, Head head) {

    public WorkflowId id() {
        return submission.id();
    }

    public Status status() {
        return head.progress().status();
    }
}
