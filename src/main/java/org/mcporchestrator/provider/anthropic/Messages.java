package org.mcporchestrator.provider.anthropic;

import java.util.regex.Pattern;

import org.mcporchestrator.agent.Listener;
import org.mcporchestrator.agent.ModelCall;
import org.mcporchestrator.provider.http.Answer;
import org.mcporchestrator.provider.http.WireFormat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/** Anthropic's <a href="https://docs.claude.com/en/api/messages">Messages API</a>: what is sent. */
record Messages(ObjectMapper json) implements WireFormat {

    /** https://docs.claude.com/en/api/versioning, looked up on 2026-11-23. */
    private static final String VERSION = "2023-06-01";
    /** Temperatures beyond it are refused; other vendors go up to 2. */
    private static final double HOTTEST = 1;
    /** Models from Claude Opus 4.7 on refuse any choice of temperature. */
    private static final Pattern WITHOUT_TEMPERATURE = Pattern.compile("claude-(opus-4-([7-9]|\\d\\d)|[a-z]+-[5-9])(-.*)?");

    @Override
    public String path() {
        return "/v1/messages";
    }

    @Override
    public void describe(MultiMap headers) {
        headers.set("anthropic-version", VERSION);
    }

    @Override
    public void authorise(MultiMap headers, String key) {
        headers.set("x-api-key", key);
    }

    /** The system prompt has a field of its own; a limit is required. */
    @Override
    public Buffer body(ModelCall call) {
        var body = json.createObjectNode()
                .put("model", call.model())
                .put("max_tokens", call.maxTokens())
                .put("stream", true)
                .put("system", call.prompt().system());
        if (!WITHOUT_TEMPERATURE.matcher(call.model()).matches()) {
            body.put("temperature", Math.min(call.temperature(), HOTTEST));
        }
        body.putArray("messages")
                .add(json.createObjectNode().put("role", "user").put("content", call.prompt().user()));
        try {
            return Buffer.buffer(json.writeValueAsBytes(body));
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException("request cannot be written as JSON", failure);
        }
    }

    @Override
    public Answer answer(ModelCall call, Listener listener) {
        return new Message(call.model(), listener);
    }
}
