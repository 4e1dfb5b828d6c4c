package org.mcporchestrator.redis.registration;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.mcporchestrator.workflow.webhook.Secret;
import org.mcporchestrator.workflow.webhook.Webhook;

/** What scripts are told of a webhook: URL, host, events with commas between, secret, form. */
public final class WebhookFields {

    private static final List<String> NONE = List.of("", "", "", "", "");

    private WebhookFields() {}

    public static List<String> of(Webhook webhook) {
        return List.of(webhook.url().toString(), webhook.host(), String.join(",", webhook.events()),
                webhook.secret().map(Secret::value).orElse(""), webhook.form().name().toLowerCase(Locale.ROOT));
    }

    /** As many; empty ones if there is no webhook. */
    public static List<String> of(Optional<Webhook> webhook) {
        return webhook.map(WebhookFields::of).orElse(NONE);
    }
}
