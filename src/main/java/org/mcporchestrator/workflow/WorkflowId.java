package org.mcporchestrator.workflow;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

import org.mcporchestrator.workflow.config.PatternName;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Identifies one workflow, for example {@code research_5fa182a013b0}. Safe in URLs and Redis keys. */
public record WorkflowId(@JsonValue String value) {

    private static final Pattern FORMAT = Pattern.compile("(research|search|custom)_[0-9a-f]{12}");
    private static final int RANDOM_DIGITS = 12;

    @JsonCreator
    public WorkflowId {
        if (!FORMAT.matcher(value).matches()) {
            throw new IllegalArgumentException("not a workflow id: " + value);
        }
    }

    /** Returns a new id from a secure random source, with the prefix of the pattern. */
    public static WorkflowId random(PatternName pattern) {
        var digits = UUID.randomUUID().toString().replace("-", "");
        return new WorkflowId(pattern.idPrefix() + "_" + digits.substring(0, RANDOM_DIGITS));
    }

    /** Reads what a client sent: empty if it cannot be the id of any workflow. */
    public static Optional<WorkflowId> parse(String text) {
        return FORMAT.matcher(text).matches() ? Optional.of(new WorkflowId(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
