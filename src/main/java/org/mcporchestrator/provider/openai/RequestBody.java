package org.mcporchestrator.provider.openai;

import java.util.regex.Pattern;

import org.mcporchestrator.agent.ModelCall;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.vertx.core.buffer.Buffer;

/** What is sent: the prompt, and the choices in the words that the model understands. */
record RequestBody(ObjectMapper json) {

    /** OpenAI's reasoning models take no temperature, and a limit that includes what they think. */
    private static final Pattern REASONING = Pattern.compile("(.*/)?(o\\d|gpt-5).*");

    Buffer of(ModelCall call) {
        var body = json.createObjectNode()
                .put("model", call.model())
                .put("stream", true);
        body.putObject("stream_options").put("include_usage", true);
        body.putArray("messages")
                .add(json.createObjectNode().put("role", "system").put("content", call.prompt().system()))
                .add(json.createObjectNode().put("role", "user").put("content", call.prompt().user()));
        if (REASONING.matcher(call.model()).matches()) {
            body.put("max_completion_tokens", call.maxTokens());
        } else {
            body.put("max_tokens", call.maxTokens()).put("temperature", call.temperature());
        }
        try {
            return Buffer.buffer(json.writeValueAsBytes(body));
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException("request cannot be written as JSON", failure);
        }
    }
}
