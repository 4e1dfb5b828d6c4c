package org.mcporchestrator.webhook;

import java.util.Optional;

import org.mcporchestrator.journal.Position;
import org.mcporchestrator.workflow.WorkflowId;

/** Identifies one event for its receiver, the same at every attempt: {@code research_5fa182a013b0_2-17}. */
public record DeliveryId(WorkflowId workflow, Position position) {

    private static final char BETWEEN = '_';

    /** Empty if it cannot be the id of any delivery. */
    public static Optional<DeliveryId> parse(String text) {
        var at = text.lastIndexOf(BETWEEN);
        return at < 0 ? Optional.empty()
                : WorkflowId.parse(text.substring(0, at)).flatMap(workflow -> Position.parse(text.substring(at + 1))
                        .map(position -> new DeliveryId(workflow, position)));
    }

    @Override
    public String toString() {
        return workflow.value() + BETWEEN + position;
    }
}
