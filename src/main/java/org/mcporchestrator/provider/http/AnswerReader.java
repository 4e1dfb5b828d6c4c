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
        if (response.statusCode() / 100 != 2) {
            return new Refused(response, refusal, json);
        }
        var type = Optional.ofNullable(response.getHeader(HttpHeaders.CONTENT_TYPE)).orElse("text/event-stream");
        return type.toLowerCase(Locale.ROOT).contains("event-stream") ? new Streamed(answer, refusal, json)
                : new Whole(answer, refusal, json);
    }

    /** Server-sent events, each with a piece of the answer. OpenAI's format ends with {@code [DONE]}, others with an event. */
    final class Streamed implements AnswerReader {

        private static final String DONE = "[DONE]";

        private final EventLines lines = new EventLines();
        private final Answer answer;
        private final Refusal refusal;
        private final ObjectMapper json;

        private Streamed(Answer answer, Refusal refusal, ObjectMapper json) {
            this.answer = answer;
            this.refusal = refusal;
            this.json = json;
        }

        @Override
        public Optional<Reply> take(Buffer bytes) {
            for (var data : lines.take(bytes)) {
                if (data.equals(DONE)) {
                    return Optional.of(answer.reply());
                }
                if (answer.add(refusal.checked(parse(json, data, refusal.provider())))) {
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
            throw new FaultException(Fault.Code.REPLY_CUT, refusal.provider() + " broke off its answer");
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
        private final Refusal refusal;
        private final ObjectMapper json;

        private Whole(Answer answer, Refusal refusal, ObjectMapper json) {
            this.answer = answer;
            this.refusal = refusal;
            this.json = json;
        }

        @Override
        public Optional<Reply> take(Buffer bytes) {
            received.appendBuffer(bytes);
            return Optional.empty();
        }

        @Override
        public Reply end() {
            var text = received.toString(StandardCharsets.UTF_8);
            var _ = answer.add(refusal.checked(parse(json, text, refusal.provider())));
            return answer.reply();
        }

        @Override
        public Reply cut() {
            throw new FaultException(Fault.Code.REPLY_CUT, "the connection to " + refusal.provider() + " was lost");
        }
    }

    /** The reason of a refusal. */
    final class Refused implements AnswerReader {

        /** More is not needed for a message of some hundred characters. */
        private static final int ENOUGH = 65_536;

        private final Buffer received = Buffer.buffer();
        private final HttpClientResponse response;
        private final Refusal refusal;
        private final ObjectMapper json;

        private Refused(HttpClientResponse response, Refusal refusal, ObjectMapper json) {
            this.response = response;
            this.refusal = refusal;
            this.json = json;
        }

        @Override
        public Optional<Reply> take(Buffer bytes) {
            received.appendBuffer(bytes);
            return received.length() < ENOUGH ? Optional.empty() : Optional.of(end());
        }

        @Override
        public Reply end() {
            throw refusal.of(response.statusCode(), response.headers(), body());
        }

        @Override
        public Reply cut() {
            return end();
        }

        /** The body if it is JSON; vendors' gateways answer in HTML or not at all. Gemini sends a list of one error. */
        private JsonNode body() {
            try {
                var body = json.readTree(received.toString(StandardCharsets.UTF_8));
                return body.isArray() && !body.isEmpty() ? body.get(0) : body;
            } catch (JsonProcessingException noJson) {
                return json.createObjectNode();
            }
        }
    }

    private static JsonNode parse(ObjectMapper json, String text, String provider) {
        try {
            var node = json.readTree(text);
            if (node.isObject()) {
                return node;
            }
        } catch (JsonProcessingException noJson) {
            // its message quotes the answer, so it must not go on
        }
        throw new FaultException(Fault.Code.REPLY_MALFORMED, provider + " answered with something that is no JSON object");
    }
}
