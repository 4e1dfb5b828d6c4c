package org.mcporchestrator.provider.openai;

import java.util.Optional;

/**
 * What a vendor wants otherwise than OpenAI.
 *
 * @param usageOnRequest whether a stream tells its tokens only if {@code stream_options} asks for them; vendors that tell them
 *        anyway may refuse a field that they do not know
 * @param limit the field that limits the answer
 * @param effort how much the model may think, where that cannot be turned off
 * @param room tokens beyond the limit for such thinking, which counts as part of the answer
 * @param free whether its answers cost nothing by the token, whatever the model
 */
record Dialect(boolean usageOnRequest, String limit, Optional<String> effort, int room, boolean free) {

    static final Dialect USUAL = new Dialect(true, "max_tokens", Optional.empty(), 0, false);
    static final Dialect FREE = new Dialect(true, "max_tokens", Optional.empty(), 0, true);
    static final Dialect USAGE_UNASKED = new Dialect(false, "max_tokens", Optional.empty(), 0, false);
    static final Dialect NEW_LIMIT = new Dialect(true, "max_completion_tokens", Optional.empty(), 0, false);

    static Dialect thinking(String effort, int room) {
        return new Dialect(true, "max_tokens", Optional.of(effort), room, false);
    }
}
