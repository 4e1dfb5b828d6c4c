package org.mcporchestrator.tool.webhook;

import jakarta.inject.Singleton;

import org.mcporchestrator.engine.Request;
import org.mcporchestrator.engine.Workflows;
import org.mcporchestrator.engine.Workflows.Started;
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
    public Uni<Started> start(Request request, String field) {
        return request.webhook().map(webhook -> webhooks.check(webhook.url(), field))
                .orElseGet(() -> Uni.createFrom().voidItem())
                .chain(() -> workflows.submit(request))
                .invoke(started -> remember(started, request));
    }

    /** A repetition decides nothing: the webhook may be another one by now. */
    private void remember(Started started, Request request) {
        if (!started.repeated()) {
            request.webhook().ifPresent(webhook -> webhooks.begun(started.submission().id(), webhook));
        }
    }
}
