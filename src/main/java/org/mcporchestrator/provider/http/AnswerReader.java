package org.mcporchestrator.provider.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

import org.mcporchestrator.agent.Reply;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;

/** Reads what a vendor sends back, piece by piece. Each method fails with the fault that the answer turns out to be. */
sealed interface AnswerReader {

    /** The reply, if this piece was the last one that it needs. */
    Optional<Reply> take(Buffer bytes);

    /** The reply, now that the vendor has ended its answer. */
    Reply end();

    /** The reply, if all of it came before the connection was lost. */
    Reply cut();

    /** The reader for that status and type. Servers that cannot stream send one JSON document instead. */
    static AnswerReader of(HttpClientResponse response, Answer answer, Refusal refusal, ObjectMapper json) {
        var documents = new Documents(refusal, json);
        if (response.statusCode() / 100 != 2) {
            return new Refused(response, documents);
        }
        var type = Optional.ofNullable(response.getHeader(HttpHeaders.CONTENT_TYPE)).orElse("text/event-stream");
        return type.toLowerCase(Locale.ROOT).contains("event-stream") ? new Streamed(answer, documents)
                : new Whole(answer, documents);
    }

    /** JSON as a vendor sends it. */
    record Documents(Refusal refusal, ObjectMapper json) {

        private String provider() {
            return refusal.provider();
        }

        /** The document, unless it is none or tells of an error. */
        private JsonNode document(String text) {
            try {
                var node = json.readTree(text);
                if (node.isObject()) {
                    return refusal.checked(node);
                }
            } catch (JsonProcessingException noJson) {
                // its message quotes the answer, so it must not go on
            }
            throw new FaultException(Fault.Code.REPLY_MALFORMED,
                    provider() + " answered with something that is no JSON object");
        }

        /** What can be read of an error: vendors' gateways answer in HTML or not at all. Gemini sends a list of one. */
        private JsonNode error(String text) {
            try {
                var body = json.readTree(text);
                return body.isArray() && !body.isEmpty() ? body.get(0) : body;
            } catch (JsonProcessingException noJson) {
                return json.createObjectNode();
            }
        }
    }

    /** Server-sent events, each with a piece of the answer. OpenAI's format ends with {@code [DONE]}, others with an event. */
    final class Streamed implements AnswerReader {

        private static final String DONE = "[DONE]";

        private final EventLines lines = new EventLines();
        private final Answer answer;
        private final Documents documents;

        private Streamed(Answer answer, Documents documents) {
            this.answer = answer;
            this.documents = documents;
        }

        @Override
        public Optional<Reply> take(Buffer bytes) {
            for (var data : lines.take(bytes)) {
                if (data.equals(DONE)) {
                    return Optional.of(answer.reply());
                }
                if (answer.add(documents.document(data))) {
                    return Optional.of(answer.reply());
                }
            }
            return Optional.empty();
        }

        @Override
        public Reply end() {
            if (answer.finished()) {
                return answer.reply();
            }
            throw new FaultException(Fault.Code.REPLY_CUT, documents.provider() + " broke off its answer");
        }

        @Override
        public Reply cut() {
            return end();
        }
    }

    /** One JSON document. */
    final class Whole implements AnswerReader {

        private final Buffer received = Buffer.buffer();
        private final Answer answer;
        private final Documents documents;

        private Whole(Answer answer, Documents documents) {
            this.answer = answer;
            this.documents = documents;
        }

        @Override
        public Optional<Reply> take(Buffer bytes) {
            received.appendBuffer(bytes);
            return Optional.empty();
        }

        @Override
        public Reply end() {
            var _ = answer.add(documents.document(received.toString(StandardCharsets.UTF_8)));
            return answer.reply();
        }

        @Override
        public Reply cut() {
            throw new FaultException(Fault.Code.REPLY_CUT, "the connection to " + documents.provider() + " was lost");
        }
    }

    /** The reason of a refusal. */
    final class Refused implements AnswerReader {

        /** More is not needed for a message of some hundred characters. */
        private static final int ENOUGH = 65_536;

        private final Buffer received = Buffer.buffer();
        private final HttpClientResponse response;
        private final Documents documents;

        private Refused(HttpClientResponse response, Documents documents) {
            this.response = response;
            this.documents = documents;
        }

        @Override
        public Optional<Reply> take(Buffer bytes) {
            received.appendBuffer(bytes);
            return received.length() < ENOUGH ? Optional.empty() : Optional.of(end());
        }

        @Override
        public Reply end() {
            throw documents.refusal().of(response.statusCode(), response.headers(),
                    documents.error(received.toString(StandardCharsets.UTF_8)));
        }

        @Override
        public Reply cut() {
            return end();
        }
    }
}
