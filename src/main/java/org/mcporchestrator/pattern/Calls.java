package org.mcporchestrator.pattern;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.mcporchestrator.workflow.Submission;
import org.mcporchestrator.workflow.step.CallOptions;

/** How a workflow's steps call their model. */
final class Calls {

    /** A subtask is a sentence or two; a list of many needs more room than the usual limit. */
    private static final int TOKENS_PER_SUBTASK = 60;
    private static final int SUBTASKS_WITHIN_THE_LIMIT = 15;

    private Calls() {}

    /**
     * Options of one step: its own model if one is named, else the workflow's; the tier's time limit, but never beyond the
     * caller's.
     */
    static CallOptions of(Submission submission, Optional<String> model, double temperature, int maxTokens, Duration tier) {
        var common = submission.config().common();
        var timeout = tier.compareTo(common.timeout()) < 0 ? tier : common.timeout();
        return new CallOptions(submission.provider(), model.or(common::primaryModel).orElseThrow(), temperature, maxTokens,
                timeout, common.attempts(), common.fallback().orElse(List.of()));
    }

    /** Tokens that a list of that many subtasks needs beyond the usual limit. */
    static int listTokens(int subtasks) {
        return Math.max(0, subtasks - SUBTASKS_WITHIN_THE_LIMIT) * TOKENS_PER_SUBTASK;
    }
}
