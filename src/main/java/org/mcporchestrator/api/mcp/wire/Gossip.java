package org.mcporchestrator.api.mcp.wire;

import java.util.Optional;

import org.mcporchestrator.api.mcp.resource.Aspect;
import org.mcporchestrator.journal.Position;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * What processes tell each other of sessions: a client's messages reach any of them, and the one that holds its stream, or
 * answers its call, has to know.
 *
 * @param from the process that tells it
 */
record Gossip(String from, String session, Change change) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** What the client did. */
    sealed interface Change {

        /** It wants to hear of what happens behind a position. */
        record Subscribed(Aspect.View view, Position after) implements Change {}

        record Unsubscribed(Aspect.View view) implements Change {}

        /** It gave a request up. */
        record Cancelled(String request) implements Change {}

        record Ended() implements Change {}
    }

    String wire() {
        var json = MAPPER.createObjectNode().put("from", from).put("session", session);
        switch (change) {
            case Change.Subscribed made -> json.put("subscribed", made.view().uri()).put("after", made.after().toString());
            case Change.Unsubscribed made -> json.put("unsubscribed", made.view().uri());
            case Change.Cancelled made -> json.put("cancelled", made.request());
            case Change.Ended _ -> json.put("ended", true);
        }
        return json.toString();
    }

    /** Reads what another process sent; empty if it is of a kind that this version does not know. */
    static Optional<Gossip> of(String wire) {
        try {
            var json = MAPPER.readTree(wire);
            return change(json).map(change -> new Gossip(json.path("from").asText(), json.path("session").asText(), change));
        } catch (JsonProcessingException _) {
            return Optional.empty();
        }
    }

    private static Optional<Change> change(JsonNode json) {
        if (json.has("subscribed")) {
            return Aspect.View.of(json.path("subscribed").asText()).flatMap(view -> Position.parse(json.path("after").asText())
                    .map(after -> new Change.Subscribed(view, after)));
        } else if (json.has("unsubscribed")) {
            return Aspect.View.of(json.path("unsubscribed").asText()).map(Change.Unsubscribed::new);
        } else if (json.has("cancelled")) {
            return Optional.of(new Change.Cancelled(json.path("cancelled").asText()));
        }
        return json.has("ended") ? Optional.of(new Change.Ended()) : Optional.empty();
    }
}
