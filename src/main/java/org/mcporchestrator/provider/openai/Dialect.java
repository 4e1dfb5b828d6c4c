package org.mcporchestrator.provider.openai;

import java.util.Optional;

/**
 * What a vendor wants otherwise than OpenAI.
 *
 * @param usageOnRequest whether a stream tells its tokens only if {@code stream_options} asks for them; vendors that tell them
 *        anyway may refuse a field that they do not know
 * @param limit the field that limits the answer
 * @param effort how much the model may think, where that cannot be turned off
 * @param thoughts tokens beyond the limit that such thinking may use up
 * @param thoughtsLimited whether the limit includes what is thought, and must be so much higher
 * @param free whether its answers cost nothing by the token, whatever the model
 */
record Dialect(boolean usageOnRequest, String limit, Optional<String> effort, int thoughts, boolean thoughtsLimited,
        boolean free) {

    static final Dialect USUAL = new Dialect(true, "max_tokens", Optional.empty(), 0, false, false);
    static final Dialect FREE = new Dialect(true, "max_tokens", Optional.empty(), 0, false, true);
    static final Dialect USAGE_UNASKED = new Dialect(false, "max_tokens", Optional.empty(), 0, false, false);
    static final Dialect NEW_LIMIT = new Dialect(true, "max_completion_tokens", Optional.empty(), 0, false, false);

    /** Of models that think within the limit. */
    static Dialect thinking(String effort, int thoughts) {
        return new Dialect(true, "max_tokens", Optional.of(effort), thoughts, true, false);
    }

    /** Of models that think beside the limit, as much as they like. */
    static Dialect thinkingBeside(int thoughts) {
        return new Dialect(true, "max_tokens", Optional.empty(), thoughts, false, false);
    }

    /** What is to be added to the limit of the answer. */
    int thoughtsWithin() {
        return thoughtsLimited ? thoughts : 0;
    }
}
