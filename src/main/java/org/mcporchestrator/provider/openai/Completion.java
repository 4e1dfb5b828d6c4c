package org.mcporchestrator.provider.openai;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.mcporchestrator.agent.Listener;
import org.mcporchestrator.agent.Reply;
import org.mcporchestrator.provider.http.Answer;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;
import org.mcporchestrator.workflow.step.Usage;

import com.fasterxml.jackson.databind.JsonNode;

/** An answer while it comes in: from chunks with a {@code delta} each, or from one document with a {@code message}. */
final class Completion implements Answer {

    /** xAI tells the cost of a call in ten-billionths of a dollar: https://docs.x.ai/developers/cost-tracking. */
    private static final int TICKS = 10;

    private final String provider;
    private final Listener listener;
    private final StringBuilder content = new StringBuilder();
    private String model;
    private String finish = "";
    private boolean refused;
    private Usage usage = Usage.NONE;
    private Optional<BigDecimal> cost;
    private List<Map<String, String>> citations = List.of();

    /**
     * @param model that was asked for, in case the vendor does not say which one answers
     * @param cost USD, unless the vendor says otherwise
     * @param listener hears each piece of text
     */
    Completion(String provider, String model, Optional<BigDecimal> cost, Listener listener) {
        this.provider = provider;
        this.model = model;
        this.cost = cost;
        this.listener = listener;
    }

    @Override
    public boolean finished() {
        return !finish.isEmpty();
    }

    /** Never the last: the count of tokens comes after the end of the text, and then {@code [DONE]}. */
    @Override
    public boolean add(JsonNode chunk) {
        model = Optional.of(chunk.path("model").asText("")).filter(name -> !name.isBlank()).orElse(model);
        cite(chunk);
        var choice = chunk.path("choices").path(0);
        var message = choice.path(choice.has("delta") ? "delta" : "message");
        append(message.path("content"));
        if (chunk.path("usage").isObject()) {
            count(chunk.path("usage"));
        }
        refused |= !message.path("refusal").asText("").isEmpty();
        finish = choice.path("finish_reason").asText(finish);
        return false;
    }

    /** Text comes as a string or as a list of parts. */
    private void append(JsonNode text) {
        if (text.isTextual()) {
            write(text.textValue());
        }
        text.forEach(part -> write(part.path("text").asText("")));
    }

    private void write(String text) {
        content.append(text);
        if (!text.isEmpty()) {
            listener.heard(text);
        }
    }

    /** Perplexity numbers its sources; each chunk has all of them, with titles beside the bare addresses of older answers. */
    private void cite(JsonNode chunk) {
        var sources = chunk.path("search_results").isEmpty() ? chunk.path("citations") : chunk.path("search_results");
        if (!sources.isEmpty()) {
            citations = sources.valueStream().map(Completion::citation).toList();
        }
    }

    private static Map<String, String> citation(JsonNode source) {
        var url = source.path("url").asText(source.asText(""));
        var title = source.path("title").asText("");
        return title.isBlank() ? Map.of("url", url) : Map.of("url", url, "title", title);
    }

    /** Where a vendor leaves hidden reasoning out of the completion, the total has it; it is billed. */
    private void count(JsonNode counted) {
        var prompt = Math.max(0, counted.path("prompt_tokens").asLong());
        var completion = counted.path("completion_tokens").asLong();
        usage = new Usage(prompt, Math.max(completion, counted.path("total_tokens").asLong() - prompt));
        if (counted.path("cost_in_usd_ticks").isNumber()) {
            cost = usd(counted.path("cost_in_usd_ticks").decimalValue().movePointLeft(TICKS).stripTrailingZeros());
        } else if (counted.path("cost").path("total_cost").isNumber()) {
            cost = usd(counted.path("cost").path("total_cost").decimalValue());
        }
        listener.counted(usage, cost);
    }

    /** A vendor's mistake must not lower what is spent. */
    private static Optional<BigDecimal> usd(BigDecimal told) {
        return Optional.of(told.max(BigDecimal.ZERO));
    }

    /** The answer. Without a count of tokens its usage is {@link Usage#NONE}: nothing is estimated. */
    @Override
    public Reply reply() {
        if (refused || finish.equals("content_filter")) {
            throw new FaultException(Fault.Code.REQUEST_REFUSED, provider + " declined to answer: its content filter or model");
        }
        if (content.toString().isBlank()) {
            throw finish.equals("length")
                    ? new FaultException(Fault.Code.REPLY_EMPTY, provider + " used up the token limit before any text")
                            .lasting()
                    : new FaultException(Fault.Code.REPLY_EMPTY, provider + " answered without text");
        }
        return new Reply(content.toString(), model, usage, cost, citations);
    }
}
