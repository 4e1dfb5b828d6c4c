package org.mcporchestrator.redis;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.mcporchestrator.journal.Head;
import org.mcporchestrator.journal.Head.Arrival;
import org.mcporchestrator.journal.Journal.Offer;
import org.mcporchestrator.journal.JournalEntry;
import org.mcporchestrator.journal.Owner;
import org.mcporchestrator.journal.Position;
import org.mcporchestrator.journal.Progress;
import org.mcporchestrator.journal.Standing;
import org.mcporchestrator.redis.packing.Packing;
import org.mcporchestrator.workflow.Stage;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.Submission;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.budget.Spending;
import org.mcporchestrator.workflow.event.Envelope;
import org.mcporchestrator.workflow.event.WorkflowEvent;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.StepId;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;

import io.vertx.mutiny.redis.client.Response;

/** What we say in our words and Redis keeps as text, in both directions. Readers ignore what they do not know. */
final class Stored {

    /** The fields of the head that make a {@link Standing}, in the order in which {@link #standing} takes them. */
    static final List<String> STANDING = List.of("submission", "owner", "epoch", "seq", "status", "stage", "agents", "answered",
            "failed", "cost", "started_at", "cancel", "error", "completed_at", "arrival", "spending");

    private final ObjectMapper json;
    private final ObjectWriter writer;
    private final ObjectWriter outcomes;
    private final Packing packing;

    Stored(ObjectMapper json, Packing packing) {
        this.json = json;
        this.packing = packing;
        // Equal submissions have equal texts in every process, whatever the order of their maps.
        this.writer = json.writer().with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
        this.outcomes = writer.forType(Outcome.class);
    }

    String text(Object value) {
        try {
            return writer.writeValueAsString(value);
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException("cannot be written as JSON: " + value.getClass().getSimpleName(), failure);
        }
    }

    /** As {@link #text}, without a detour through characters. */
    byte[] bytes(Object value) {
        try {
            return writer.writeValueAsBytes(value);
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException("cannot be written as JSON: " + value.getClass().getSimpleName(), failure);
        }
    }

    /** With the type, as its interface has it; compressed if it is long. */
    byte[] outcome(Outcome outcome) {
        try {
            return packing.pack(outcomes.writeValueAsBytes(outcome));
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException("cannot be written as JSON: an outcome", failure);
        }
    }

    /** Empty text if the workflow has no budget. */
    String spending(Progress progress) {
        return progress.spending().map(this::text).orElse("");
    }

    <T> T read(String text, Class<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException("not the JSON of a " + type.getSimpleName(), failure);
        }
    }

    <T> T read(byte[] text, Class<T> type) {
        try {
            return json.readValue(text, type);
        } catch (IOException failure) {
            throw new IllegalStateException("not the JSON of a " + type.getSimpleName(), failure);
        }
    }

    /** Empty if there is no such workflow. */
    Optional<Standing> standing(Response fields) {
        var submission = value(fields.get(0));
        return submission.map(text -> new Standing(read(text, Submission.class), head(fields)));
    }

    /** Empty also if what is stored cannot be read: one damaged workflow must not hide the others. */
    Optional<Standing> readable(@Nullable Response fields) {
        try {
            return standing(Objects.requireNonNull(fields));
        } catch (RuntimeException damaged) {
            return Optional.empty();
        }
    }

    private Head head(Response fields) {
        var progress = new Progress(status(text(fields, 4)), stage(text(fields, 5)), Integer.parseInt(text(fields, 6)),
                Integer.parseInt(text(fields, 7)), Integer.parseInt(text(fields, 8)), new BigDecimal(text(fields, 9)),
                value(fields.get(10)).map(Instant::parse),
                value(fields.get(15)).map(text -> read(text, Spending.class)));
        return new Head(value(fields.get(1)).map(Owner::new), Long.parseLong(text(fields, 2)), Long.parseLong(text(fields, 3)),
                progress, value(fields.get(11)).isPresent(), value(fields.get(12)), value(fields.get(13)).map(Instant::parse),
                value(fields.get(14)).map(Stored::arrival).orElse(Arrival.FIRST));
    }

    static Status status(String text) {
        return Status.valueOf(text.toUpperCase(Locale.ROOT));
    }

    private static Arrival arrival(String text) {
        return Arrival.valueOf(text.toUpperCase(Locale.ROOT));
    }

    private static Stage stage(String text) {
        return Stage.valueOf(text.toUpperCase(Locale.ROOT));
    }

    /** Outcomes in the order in which they were recorded; of an answer to HGETALL. */
    SequencedMap<StepId, Outcome> outcomes(Response all) {
        var byOrder = new TreeMap<Long, Map<StepId, Outcome>>();
        pairs(all).forEach((step, value) -> {
            var outcome = ordered(value);
            byOrder.computeIfAbsent(outcome.getKey(), _ -> new LinkedHashMap<>()).put(new StepId(step), outcome.getValue());
        });
        var outcomes = new LinkedHashMap<StepId, Outcome>();
        byOrder.values().forEach(outcomes::putAll);
        return outcomes;
    }

    /** A number, a blank and an outcome; or, as earlier versions wrote it, an outcome with the number in a field. */
    private Map.Entry<Long, Outcome> ordered(byte[] value) {
        if (value.length > 0 && value[0] == '{') {
            var tree = read(new String(value, StandardCharsets.UTF_8), JsonNode.class);
            return Map.entry(tree.path("order").asLong(), read(tree.toString(), Outcome.class));
        }
        var blank = blank(value);
        return Map.entry(Long.valueOf(head(value, blank)), unpacked(value, blank));
    }

    /** Of an answer to HGETALL. */
    Map<StepId, Offer> offers(Response all) {
        var offers = new LinkedHashMap<StepId, Offer>();
        pairs(all).forEach((step, value) -> {
            var blank = blank(value);
            offers.put(new StepId(step), new Offer(head(value, blank), unpacked(value, blank)));
        });
        return offers;
    }

    private static int blank(byte[] value) {
        for (var index = 0; index < value.length; index++) {
            if (value[index] == ' ') {
                return index;
            }
        }
        throw new IllegalStateException("not a value of a step");
    }

    private static String head(byte[] value, int blank) {
        return new String(value, 0, blank, StandardCharsets.UTF_8);
    }

    private Outcome unpacked(byte[] value, int blank) {
        return read(Packing.unpack(Arrays.copyOfRange(value, blank + 1, value.length)), Outcome.class);
    }

    /** An element of an answer to XRANGE. */
    JournalEntry entry(Response item) {
        var position = Position.parse(item.get(0).toString()).orElseThrow();
        return new JournalEntry(position, envelope(item.get(1).get(1).toString()));
    }

    private Envelope envelope(String text) {
        try {
            return json.readValue(text, Envelope.class);
        } catch (InvalidTypeIdException unknown) {
            return ofNewerVersion(read(text, JsonNode.class));
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException("not the JSON of an event", failure);
        }
    }

    /** An event whose type this version does not know. */
    private Envelope ofNewerVersion(JsonNode tree) {
        var data = json.convertValue(tree.path("data"), new TypeReference<Map<String, Object>>() {
        });
        return new Envelope(new WorkflowId(tree.path("task_id").asText()), Instant.parse(tree.path("timestamp").asText()),
                new WorkflowEvent.Other(tree.path("event_type").asText(), data));
    }

    static Optional<String> value(@Nullable Response response) {
        return Optional.ofNullable(response).map(Response::toString);
    }

    private static String text(Response fields, int index) {
        return fields.get(index).toString();
    }

    private static Map<String, byte[]> pairs(Response all) {
        var pairs = new LinkedHashMap<String, byte[]>();
        if (all.isMap()) {
            all.getKeys().forEach(key -> pairs.put(key, all.get(key).toBytes()));
        } else {
            for (var index = 0; index + 1 < all.size(); index += 2) {
                pairs.put(all.get(index).toString(), all.get(index + 1).toBytes());
            }
        }
        return pairs;
    }

    static String micros(Instant at) {
        return Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, at));
    }

    static Instant ofMicros(double micros) {
        return Instant.EPOCH.plus((long) micros, ChronoUnit.MICROS);
    }

    /** Epoch seconds with microseconds, as scores are. */
    static String seconds(Instant at) {
        return BigDecimal.valueOf(ChronoUnit.MICROS.between(Instant.EPOCH, at), 6).toPlainString();
    }

    static String iso(Instant at) {
        return at.truncatedTo(ChronoUnit.MICROS).toString();
    }
}
