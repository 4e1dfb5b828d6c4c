package org.mcporchestrator.journal.live;

import java.time.Instant;

import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.event.Envelope;
import org.mcporchestrator.workflow.step.StepId;

/** Something that can be seen of a workflow now, and never again. */
public sealed interface Sight {

    /** An event that the journal does not keep. */
    record Progress(Envelope envelope) implements Sight {}

    /**
     * A piece of an answer.
     *
     * @param offset characters of this answer before the piece. Where it is not the end of the piece before, some was lost;
     *        where it is 0, the answer begins, perhaps anew
     */
    record Delta(WorkflowId id, Instant timestamp, StepId step, String agentId, long offset, String text) implements Sight {

        @Override
        public String toString() {
            return "Delta[" + id + ", " + step + ", " + text.length() + " characters]";
        }
    }
}
