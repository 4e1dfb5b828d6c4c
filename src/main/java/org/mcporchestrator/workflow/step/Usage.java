package org.mcporchestrator.workflow.step;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Tokens of one or more calls, as the provider counted them; none where it counted less than nothing. */
public record Usage(@JsonProperty("prompt_tokens") long prompt, @JsonProperty("completion_tokens") long completion) {

    public static final Usage NONE = new Usage(0, 0);

    public Usage {
        prompt = Math.max(0, prompt);
        completion = Math.max(0, completion);
    }

    public long total() {
        return prompt + completion;
    }

    public Usage plus(Usage other) {
        return new Usage(prompt + other.prompt, completion + other.completion);
    }
}
