package org.mcporchestrator.tool.argument;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import jakarta.inject.Singleton;

import org.mcporchestrator.workflow.fault.FaultException;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.vertx.core.buffer.Buffer;

/** Reads what clients send more strictly than what this server wrote itself: one value, no key twice, not too deep. */
@Singleton
public class JsonBodies {

    private static final byte[] NOTHING = {};
    private static final int MAX_DEPTH = 64;
    private static final int MAX_DIGITS = 100;

    private final ObjectMapper strict = new ObjectMapper(JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).maxNumberLength(MAX_DIGITS).build())
            .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    /** An empty body is an empty object. Throws {@code INVALID_REQUEST} for anything that is not JSON. */
    public JsonNode read(Optional<Buffer> body) {
        try {
            var bytes = body.map(Buffer::getBytes).orElse(NOTHING);
            return bytes.length == 0 ? JsonNodeFactory.instance.objectNode() : strict.readTree(bytes);
        } catch (JsonProcessingException wrong) {
            throw invalid(place(wrong));
        } catch (IOException | NumberFormatException wrong) {
            // Jackson's answers to bytes that are no UTF-32, and to a number with an exponent that nothing holds
            throw invalid("");
        }
    }

    /** Says where, but not what: the parser's own message repeats the input. */
    private static String place(JsonProcessingException wrong) {
        return wrong.getLocation() == null ? ""
                : "; wrong at line %d, column %d".formatted(wrong.getLocation().getLineNr(), wrong.getLocation().getColumnNr());
    }

    private static FaultException invalid(String place) {
        return FaultException.invalid(List.of(new FaultException.Problem("body",
                "must be one JSON object in UTF-8, with no key twice and at most " + MAX_DEPTH + " levels deep" + place)));
    }
}
