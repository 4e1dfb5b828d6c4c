package org.mcporchestrator.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.mcporchestrator.journal.admission.IdempotencyKey;
import org.mcporchestrator.workflow.config.OrchestratorConfig;
import org.mcporchestrator.workflow.webhook.Webhook;

/**
 * A valid request for a new workflow.
 *
 * @param title empty: made from the task
 * @param provider empty: the default provider
 * @param idempotencyKey under which it starts one workflow only, however often it comes
 * @param subtasks given by the caller; empty: a model decomposes the task
 */
public record Request(String task, Optional<String> title, OrchestratorConfig config, Optional<String> provider,
        List<String> subtasks,
        Map<String, Object> context, Optional<Webhook> webhook, Optional<IdempotencyKey> idempotencyKey,
        Map<String, String> labels) {

    public Request {
        labels = Map.copyOf(labels);
    }

    /** A request without labels. */
    public Request(String task, Optional<String> title, OrchestratorConfig config, Optional<String> provider,
            List<String> subtasks, Map<String, Object> context, Optional<Webhook> webhook,
            Optional<IdempotencyKey> idempotencyKey) {
        this(task, title, config, provider, subtasks, context, webhook, idempotencyKey, Map.of());
    }

    /** The same request with labels. */
    public Request labelled(Map<String, String> given) {
        return new Request(task, title, config, provider, subtasks, context, webhook, idempotencyKey, given);
    }

    @Override
    public String toString() {
        return "Request[" + config.pattern().wire() + "]";
    }
}
