package org.mcporchestrator.webhook;

import java.util.List;

/**
 * The right of this process to deliver a workflow's next events, for a lease.
 *
 * @param fence names the claim: what a later one has overtaken settles nothing
 * @param events that the webhook wants, in order; at least one
 */
public record Assignment(Registration registration, long fence, List<OutgoingEvent> events) {

    public Assignment {
        events = List.copyOf(events);
    }
}
