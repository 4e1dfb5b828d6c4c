package org.mcporchestrator.workflow.fault;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Why something could not be done.
 *
 * @param detail one sentence for people; holds no prompt, answer or secret
 */
public record Fault(Code code, String detail) {

    /** Every way to fail. The wire names are stable: clients may rely on them. */
    public enum Code {
        /** The provider did not answer within the time limit of the step. */
        AGENT_TIMED_OUT(true),
        /** The provider asks for fewer calls (HTTP 429 or 529). */
        PROVIDER_OVERLOADED(true),
        /** The provider cannot be reached or reports an error of its own. */
        PROVIDER_UNAVAILABLE(true),
        /** The answer broke off before its end, or got lost: the vendor had the request, and may have worked on it. */
        REPLY_CUT(true),
        /** The answer is not in the provider's documented form. */
        REPLY_MALFORMED(true),
        /** The answer has no text. */
        REPLY_EMPTY(true),
        /** The provider refuses the key. */
        KEY_REFUSED(false),
        /** The provider refuses the request, for example because it does not know the model. */
        REQUEST_REFUSED(false),
        /** The workflow's budget has no room for the call. */
        BUDGET_EXHAUSTED(false),
        /** No agent of the workflow has an answer. */
        ALL_AGENTS_FAILED(true),
        /** The workflow took longer than it may. */
        WORKFLOW_TIMED_OUT(true),
        /** Whoever drove the workflow came to its end, several times in a row and without a new outcome. */
        DRIVERS_LOST(true),
        /** Somebody cancelled the workflow. */
        CANCELLED(false),
        /** A recorded outcome or a whole workflow would be larger than allowed. */
        TOO_LARGE(false),
        /** The request is wrong; its problems say where. */
        INVALID_REQUEST(false),
        /** There is no such workflow. */
        UNKNOWN_WORKFLOW(false),
        /** What is recorded of the workflow is damaged, or was written by a newer version of this server. */
        WORKFLOW_UNREADABLE(false),
        /** The workflow has ended already. */
        ALREADY_ENDED(false),
        /** The workflow has not ended yet. */
        NOT_ENDED(true),
        /** The workflow has ended in a way from which nothing can go on. */
        NOT_RESUMABLE(false),
        /** It went on and ended again while a change was decided on that relied on how it stood. */
        CHANGED_MEANWHILE(true),
        /** The workflow has ended, and its result is not kept any more. */
        RESULT_EXPIRED(false),
        /** The idempotency key of the request stands for another request. */
        IDEMPOTENCY_KEY_REUSED(false),
        /** No provider is configured, or not the one that was asked for. */
        NO_PROVIDER(true),
        /** More work waits than this server takes. */
        OVERLOADED(true),
        /** The journal cannot be reached. */
        JOURNAL_UNAVAILABLE(true),
        /** A defect of this server; also a code of a newer version that this one does not know. */
        @JsonEnumDefaultValue
        INTERNAL(true);

        private final boolean heals;

        Code(boolean heals) {
            this.heals = heals;
        }

        /** Whether the same call may succeed later. */
        public boolean heals() {
            return heals;
        }

        /**
         * Whether a vendor may charge for a call that ended so. Where it says itself that it did no work, it charges nothing:
         * no vendor documents otherwise for 401, 429, 503 and 529, nor for an error of its own (500), and Microsoft rules it
         * out for 429 (learn.microsoft.com/answers/questions/1632971). There calls that ended with 400 do count, as they do
         * where a filter refuses an answer after it was written, so {@link #REQUEST_REFUSED} may cost.
         */
        public boolean mayCost() {
            return switch (this) {
                case AGENT_TIMED_OUT, REPLY_CUT, REPLY_MALFORMED, REPLY_EMPTY, REQUEST_REFUSED, TOO_LARGE, INTERNAL -> true;
                case PROVIDER_OVERLOADED, PROVIDER_UNAVAILABLE, KEY_REFUSED, BUDGET_EXHAUSTED, ALL_AGENTS_FAILED,
                        WORKFLOW_TIMED_OUT, DRIVERS_LOST, CANCELLED, INVALID_REQUEST, UNKNOWN_WORKFLOW, WORKFLOW_UNREADABLE,
                        ALREADY_ENDED, NOT_ENDED, NOT_RESUMABLE, CHANGED_MEANWHILE, RESULT_EXPIRED, IDEMPOTENCY_KEY_REUSED,
                        NO_PROVIDER, OVERLOADED,
                        JOURNAL_UNAVAILABLE ->
                    false;
            };
        }

        @JsonValue
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
