package org.mcporchestrator.webhook;

import java.util.Optional;

import org.mcporchestrator.workflow.webhook.Webhook;

/**
 * What was decided about a workflow's webhook: which one it is, or that there is none any more.
 *
 * @param edition tells decisions about one workflow apart: a later one has a higher number
 */
public record Decision(Optional<Webhook> webhook, long edition) {

    /** Before any other: of the webhook that a workflow is created with. */
    private static final long FIRST = 0;

    /** That a new workflow has this one. */
    public static Decision first(Webhook webhook) {
        return new Decision(Optional.of(webhook), FIRST);
    }
}
