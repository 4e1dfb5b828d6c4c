package org.mcporchestrator.api.http.webhook;

import java.time.Instant;
import java.util.Locale;

import org.mcporchestrator.api.http.v1.request.Cursors;
import org.mcporchestrator.webhook.DeadLetter;
import org.mcporchestrator.webhook.Registration;
import org.mcporchestrator.webhook.delivery.Verdict;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.webhook.Webhook;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What is told of webhooks. Never a secret. */
final class WebhookAnswers {

    private WebhookAnswers() {}

    static ObjectNode registration(Registration registration) {
        var progress = registration.progress();
        var answer = webhook(registration.workflow(), registration.webhook())
                .put("state", progress.state().name().toLowerCase(Locale.ROOT))
                .put("registered_at", registration.registeredAt().toString())
                .put("position", progress.cursor().toString())
                .put("delivered", progress.delivered())
                .put("failed_attempts", progress.failures())
                .put("attempts", progress.attempts());
        return answer.put("failing_since", progress.failingSince().map(Instant::toString).orElse(null))
                .put("error", progress.error().orElse(null));
    }

    /** One that was taken just now. */
    static ObjectNode taken(WorkflowId id, Webhook webhook, boolean durable) {
        return webhook(id, webhook).put("durable", durable);
    }

    private static ObjectNode webhook(WorkflowId id, Webhook webhook) {
        var answer = JsonNodeFactory.instance.objectNode().put("task_id", id.value()).put("url", webhook.url().toString());
        webhook.events().forEach(answer.putArray("events")::add);
        return answer.put("secret_set", webhook.secret().isPresent());
    }

    static ObjectNode letters(DeadLetter.Page page) {
        var answer = JsonNodeFactory.instance.objectNode();
        var list = answer.putArray("dead_letters");
        page.letters().forEach(letter -> list.add(letter(letter)));
        return answer.put("next_cursor", page.next().map(Cursors::text).orElse(null));
    }

    private static ObjectNode letter(DeadLetter letter) {
        return JsonNodeFactory.instance.objectNode()
                .put("id", letter.id().toString())
                .put("task_id", letter.id().workflow().value())
                .put("position", letter.id().position().toString())
                .put("event_type", letter.event().type())
                .put("died_at", letter.diedAt().toString())
                .put("attempts", letter.attempts())
                .put("error", letter.error());
    }

    static ObjectNode verdict(String id, Verdict verdict) {
        var answer = JsonNodeFactory.instance.objectNode().put("id", id);
        return switch (verdict) {
            case Verdict.Accepted accepted -> answer.put("delivered", true).put("receiver_status", accepted.status());
            case Verdict.Failed failed -> answer.put("delivered", false).put("error", failed.error());
            case Verdict.Gone _ -> answer.put("delivered", false).put("error", "the receiver answered 410");
        };
    }
}
