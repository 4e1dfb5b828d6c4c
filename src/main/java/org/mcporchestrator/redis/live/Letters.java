package org.mcporchestrator.redis.live;

import java.time.Instant;
import java.util.Optional;

import org.mcporchestrator.journal.live.Sight;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.event.Envelope;
import org.mcporchestrator.workflow.step.StepId;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Sights as messages of a channel, with the process that sent them: nobody needs his own. */
final class Letters {

    private final ObjectMapper json;
    private final String sender;

    Letters(ObjectMapper json, String sender) {
        this.json = json;
        this.sender = sender;
    }

    String write(Sight sight) {
        var letter = json.createObjectNode().put("from", sender);
        return switch (sight) {
            case Sight.Progress progress -> letter.set("event", json.valueToTree(progress.envelope())).toString();
            case Sight.Delta delta -> delta(letter, delta).toString();
        };
    }

    private static ObjectNode delta(ObjectNode letter, Sight.Delta delta) {
        letter.putObject("delta")
                .put("task_id", delta.id().value())
                .put("timestamp", delta.timestamp().toString())
                .put("subtask_id", delta.step().value())
                .put("agent_id", delta.agentId())
                .put("offset", delta.offset())
                .put("text", delta.text());
        return letter;
    }

    /** Empty if it is one's own, or from a version that writes otherwise. */
    Optional<Sight> read(String text) {
        try {
            var letter = json.readTree(text);
            if (letter.path("from").asText().equals(sender)) {
                return Optional.empty();
            }
            return letter.path("delta").isObject() ? Optional.of(delta(letter.get("delta")))
                    : Optional.of(letter.path("event")).filter(JsonNode::isObject).map(this::progress);
        } catch (JsonProcessingException | RuntimeException unknown) {
            return Optional.empty();
        }
    }

    private Sight progress(JsonNode event) {
        return new Sight.Progress(json.convertValue(event, Envelope.class));
    }

    private static Sight delta(JsonNode delta) {
        return new Sight.Delta(new WorkflowId(delta.path("task_id").asText()), Instant.parse(delta.path("timestamp").asText()),
                new StepId(delta.path("subtask_id").asText()), delta.path("agent_id").asText(), delta.path("offset").asLong(),
                delta.path("text").asText());
    }
}
