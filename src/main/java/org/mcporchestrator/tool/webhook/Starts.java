package org.mcporchestrator.tool.webhook;

import java.util.Optional;

import jakarta.inject.Singleton;

import org.mcporchestrator.engine.Request;
import org.mcporchestrator.engine.Workflows;
import org.mcporchestrator.engine.Workflows.Started;
import org.mcporchestrator.webhook.Webhook;
import org.mcporchestrator.webhook.Webhooks;

import io.smallrye.mutiny.Uni;

/** Starts workflows, each with its webhook if it is to have one. */
@Singleton
public class Starts {

    private final Workflows workflows;
    private final Webhooks webhooks;

    Starts(Workflows workflows, Webhooks webhooks) {
        this.workflows = workflows;
        this.webhooks = webhooks;
    }

    /**
     * Starts nothing if the webhook cannot be one: fails with {@code INVALID_REQUEST}.
     *
     * @param field of the request that has the URL of the webhook
     */
    public Uni<Started> start(Request request, Optional<Webhook> webhook, String field) {
        return webhook.map(wanted -> webhooks.check(wanted.url(), field)
                .chain(() -> workflows.submit(request))
                .call(started -> webhooks.begin(started.submission().id(), wanted)))
                .orElseGet(() -> workflows.submit(request));
    }
}
