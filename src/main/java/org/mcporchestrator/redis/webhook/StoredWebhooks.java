package org.mcporchestrator.redis.webhook;

import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;
import org.mcporchestrator.journal.Position;
import org.mcporchestrator.webhook.Assignment;
import org.mcporchestrator.webhook.DeadLetter;
import org.mcporchestrator.webhook.DeliveryId;
import org.mcporchestrator.webhook.OutgoingEvent;
import org.mcporchestrator.webhook.Registration;
import org.mcporchestrator.webhook.Registration.Progress;
import org.mcporchestrator.webhook.Registration.State;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.webhook.Secret;
import org.mcporchestrator.workflow.webhook.Webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;

import io.quarkus.logging.Log;
import io.vertx.mutiny.redis.client.Response;

/** Webhooks as Redis has them. */
final class StoredWebhooks {

    /** In the order in which {@link #registration} takes them, and in which the script that claims answers them. */
    static final List<String> FIELDS = List.of("url", "events", "secret", "previous", "previous_until", "form",
            "registered_at", "state", "cursor", "attempts", "failing_since", "error", "delivered", "failures");

    private final ObjectMapper json;
    /** Dead letters of which the log tells already. */
    private final Set<DeliveryId> unreadable = ConcurrentHashMap.newKeySet();

    StoredWebhooks(ObjectMapper json) {
        this.json = json;
    }

    /** As JSON, as it is stored. */
    static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }

    /** Empty if there is none. {@code now}: until when a former secret counts. */
    Optional<Registration> registration(WorkflowId id, Response fields, Instant now) {
        return text(fields, 0).map(url -> {
            var events = text(fields, 1).filter(list -> !list.isEmpty()).map(list -> list.split(",")).orElse(new String[0]);
            var webhook = new Webhook(URI.create(url), Arrays.asList(events), secret(fields, 2),
                    Webhook.Form.valueOf(text(fields, 5).orElseThrow().toUpperCase(Locale.ROOT)));
            var previous = millis(fields, 4).filter(now::isBefore).flatMap(_ -> secret(fields, 3));
            return new Registration(id, webhook, previous, millis(fields, 6).orElseThrow(), progress(fields));
        });
    }

    private Progress progress(Response fields) {
        return new Progress(State.valueOf(text(fields, 7).orElseThrow().toUpperCase(Locale.ROOT)),
                Position.parse(text(fields, 8).orElseThrow()).orElseThrow(), (int) number(fields, 9), millis(fields, 10),
                text(fields, 11).map(error -> read(error).asText()), number(fields, 12), number(fields, 13));
    }

    /** One claimed workflow, as the script answers it; empty if it cannot be read. */
    Optional<Assignment> assignment(Response claimed, Instant now) {
        try {
            return Optional.of(readable(claimed, now));
        } catch (RuntimeException damaged) {
            return Optional.empty();
        }
    }

    private Assignment readable(Response claimed, Instant now) {
        var id = new WorkflowId(claimed.get(0).toString());
        var events = StreamSupport.stream(claimed.get(3).spliterator(), false)
                .map(event -> event(event.get(0).toString(), event.get(1).toString())).toList();
        return new Assignment(registration(id, claimed.get(2), now).orElseThrow(), claimed.get(1).toLong(), events);
    }

    private OutgoingEvent event(String position, String envelope) {
        return new OutgoingEvent(Position.parse(position).orElseThrow(), read(envelope).path("event_type").asText(), envelope);
    }

    /** Empty if there is none. Fails if it cannot be read. */
    Optional<DeadLetter> deadLetter(DeliveryId id, @Nullable Response value) {
        return Optional.ofNullable(value).map(found -> {
            var letter = read(found.toString());
            if (!letter.path("event").isObject() || !letter.path("died_at").canConvertToLong()) {
                throw new IllegalStateException("no dead letter");
            }
            return new DeadLetter(id, event(id.position().toString(), letter.path("event").toString()),
                    Instant.ofEpochMilli(letter.path("died_at").asLong()), letter.path("attempts").asInt(),
                    letter.path("error").asText());
        });
    }

    /**
     * What the script that lists answers: one more than fits on the page, if there is one. Those that cannot be read are left
     * out.
     */
    DeadLetter.Page page(Response found, int limit) {
        var rows = StreamSupport.stream(found.spliterator(), false).limit(limit).toList();
        var letters = rows.stream().filter(row -> !row.get(2).toString().isEmpty())
                .flatMap(row -> name(row).flatMap(id -> readable(id, row.get(2))).stream()).toList();
        var places = rows.stream().flatMap(row -> name(row)
                .map(id -> new DeadLetter.Place(Instant.ofEpochMilli(row.get(1).toLong()), id)).stream()).toList();
        return new DeadLetter.Page(letters,
                found.size() > limit && !places.isEmpty() ? Optional.of(places.getLast()) : Optional.empty());
    }

    private Optional<DeadLetter> readable(DeliveryId id, Response value) {
        try {
            return deadLetter(id, value);
        } catch (RuntimeException damaged) {
            if (unreadable.add(id)) {
                Log.errorf("dead letter left out, as what is stored of it is damaged: workflow=%s position=%s", id.workflow(),
                        id.position());
            }
            return Optional.empty();
        }
    }

    private static Optional<DeliveryId> name(Response row) {
        return DeliveryId.parse(row.get(0).toString().replace(' ', '_'));
    }

    static String member(DeliveryId id) {
        return id.workflow() + " " + id.position();
    }

    private JsonNode read(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("not JSON", damaged);
        }
    }

    private static Optional<Secret> secret(Response fields, int index) {
        return text(fields, index).filter(secret -> !secret.isEmpty()).map(Secret::new);
    }

    private static Optional<Instant> millis(Response fields, int index) {
        return text(fields, index).map(Long::parseLong).map(Instant::ofEpochMilli);
    }

    private static long number(Response fields, int index) {
        return text(fields, index).map(Long::parseLong).orElse(0L);
    }

    private static Optional<String> text(Response fields, int index) {
        return Optional.ofNullable(fields.get(index)).map(Response::toString);
    }
}
