package org.mcporchestrator.journal.admission;

import java.util.Optional;

import org.mcporchestrator.workflow.webhook.Webhook;

/**
 * On which terms a new workflow is taken.
 *
 * @param mostWaiting a workflow that would have to wait is not taken if so many wait already, on all processes together
 * @param key under which no other workflow is taken as long as it is kept
 * @param webhook that is recorded with it: both or neither are there
 */
public record Admission(int mostWaiting, Optional<IdempotencyKey> key, Optional<Webhook> webhook) {

    /** However many wait, and again each time. */
    public static final Admission UNLIMITED = new Admission(Integer.MAX_VALUE, Optional.empty());

    /** Without a webhook. */
    public Admission(int mostWaiting, Optional<IdempotencyKey> key) {
        this(mostWaiting, key, Optional.empty());
    }
}
