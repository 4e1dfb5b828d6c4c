package org.mcporchestrator.provider.anthropic;

import java.util.Optional;

import org.mcporchestrator.agent.Listener;
import org.mcporchestrator.agent.Reply;
import org.mcporchestrator.provider.http.Answer;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;
import org.mcporchestrator.workflow.step.Usage;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A message while it comes in: as <a href="https://docs.claude.com/en/docs/build-with-claude/streaming">events</a>, or as one
 * document. Blocks other than text, such as thinking, are not part of the answer; events that are not known are passed over.
 */
final class Message implements Answer {

    private final Listener listener;
    private final StringBuilder content = new StringBuilder();
    private String model;
    private String stop = "";
    private long prompt;
    private long completion;

    /** @param model that was asked for, in case the vendor does not say which one answers */
    Message(String model, Listener listener) {
        this.model = model;
        this.listener = listener;
    }

    @Override
    public boolean add(JsonNode piece) {
        var type = piece.path("type").asText("");
        switch (type) {
            case "message" -> whole(piece);
            case "message_start" -> begin(piece.path("message"));
            case "content_block_start" -> addBlock(piece.path("content_block"));
            case "content_block_delta" -> addBlock(piece.path("delta"));
            case "message_delta" -> {
                count(piece.path("usage"));
                end(piece.path("delta").path("stop_reason"));
            }
            default -> {
                // pings, ends of blocks, and what may come in later versions
            }
        }
        return type.equals("message") || type.equals("message_stop");
    }

    private void whole(JsonNode message) {
        message.path("content").forEach(this::addBlock);
        begin(message);
        end(message.path("stop_reason"));
    }

    private void begin(JsonNode message) {
        model = Optional.of(message.path("model").asText("")).filter(name -> !name.isBlank()).orElse(model);
        count(message.path("usage"));
    }

    private void addBlock(JsonNode block) {
        var text = block.path("text").asText("");
        content.append(text);
        if (!text.isEmpty()) {
            listener.heard(text);
        }
    }

    private void end(JsonNode reason) {
        stop = reason.asText(stop);
    }

    /** Counts are of the whole message so far, and the later ones hold. Tokens around the cache come beside the others. */
    private void count(JsonNode usage) {
        if (usage.has("input_tokens")) {
            prompt = usage.path("input_tokens").asLong() + usage.path("cache_creation_input_tokens").asLong()
                    + usage.path("cache_read_input_tokens").asLong();
        }
        completion = usage.path("output_tokens").asLong(completion);
        if (usage.isObject()) {
            listener.counted(new Usage(prompt, completion), Optional.empty());
        }
    }

    @Override
    public boolean finished() {
        return !stop.isEmpty();
    }

    @Override
    public Reply reply() {
        if (stop.equals("refusal")) {
            throw new FaultException(Fault.Code.REQUEST_REFUSED, "anthropic declined to answer: stop reason refusal");
        }
        if (content.toString().isBlank()) {
            throw stop.equals("max_tokens")
                    ? new FaultException(Fault.Code.REPLY_EMPTY, "anthropic used up the token limit before any text").lasting()
                    : new FaultException(Fault.Code.REPLY_EMPTY, "anthropic answered without text");
        }
        return new Reply(content.toString(), model, new Usage(prompt, completion), Optional.empty());
    }
}
