package org.mcporchestrator.workflow.step;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Tokens of one or more calls, as the provider counted them. */
public record Usage(@JsonProperty("prompt_tokens") long prompt, @JsonProperty("completion_tokens") long completion) {

    public static final Usage NONE = new Usage(0, 0);

    public long total() {
        return prompt + completion;
    }

    public Usage plus(Usage other) {
        return new Usage(prompt + other.prompt, completion + other.completion);
    }
}
