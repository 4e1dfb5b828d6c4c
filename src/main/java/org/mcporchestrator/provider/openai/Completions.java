package org.mcporchestrator.provider.openai;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

import org.mcporchestrator.agent.Listener;
import org.mcporchestrator.agent.ModelCall;
import org.mcporchestrator.provider.http.Answer;
import org.mcporchestrator.provider.http.WireFormat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;

/**
 * OpenAI's chat completions in the dialect of one vendor: the prompt, and the choices in the words that the model understands.
 */
record Completions(String provider, Dialect dialect, ObjectMapper json) implements WireFormat {

    /** OpenAI's reasoning models take no temperature, and a limit that includes what they think. */
    private static final Pattern REASONING = Pattern.compile("(.*/)?(o\\d|gpt-[5-9]).*");
    /** OpenAI advises to leave so many tokens at first: https://platform.openai.com/docs/guides/reasoning. */
    private static final int THOUGHTS = 25_000;

    @Override
    public String path() {
        return "/chat/completions";
    }

    @Override
    public void describe(MultiMap headers) {
        // needs none of its own
    }

    @Override
    public void authorise(MultiMap headers, String key) {
        headers.set(HttpHeaders.AUTHORIZATION, "Bearer " + key);
    }

    @Override
    public Buffer body(ModelCall call) {
        var body = json.createObjectNode()
                .put("model", call.model())
                .put("stream", true);
        if (dialect.usageOnRequest()) {
            body.putObject("stream_options").put("include_usage", true);
        }
        body.putArray("messages")
                .add(json.createObjectNode().put("role", "system").put("content", call.prompt().system()))
                .add(json.createObjectNode().put("role", "user").put("content", call.prompt().user()));
        if (REASONING.matcher(call.model()).matches()) {
            body.put("max_completion_tokens", call.maxTokens() + THOUGHTS);
        } else {
            body.put(dialect.limit(), call.maxTokens() + dialect.thoughtsWithin()).put("temperature", call.temperature());
            dialect.effort().ifPresent(effort -> body.put("reasoning_effort", effort));
        }
        try {
            return Buffer.buffer(json.writeValueAsBytes(body));
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException("request cannot be written as JSON", failure);
        }
    }

    @Override
    public Answer answer(ModelCall call, Listener listener) {
        return new Completion(provider, call.model(), flatPrice(), listener);
    }

    @Override
    public int room(String model) {
        return REASONING.matcher(model).matches() ? THOUGHTS : dialect.thoughts();
    }

    @Override
    public Optional<BigDecimal> flatPrice() {
        return dialect.free() ? Optional.of(BigDecimal.ZERO) : Optional.empty();
    }
}
