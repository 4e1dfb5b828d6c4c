package org.mcporchestrator.ops.tracing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Supplier;

import jakarta.inject.Singleton;

import org.mcporchestrator.workflow.Submission;

import io.opentelemetry.sdk.trace.IdGenerator;

/**
 * Ids of traces and spans. Those of a workflow follow from the workflow, so that all processes that ever drive it work on one
 * trace without telling each other; all others are random.
 */
@Singleton
class TraceIds implements IdGenerator {

    private static final ScopedValue<Ids> GIVEN = ScopedValue.newInstance();
    private static final int TRACE_BYTES = 16;
    private static final int SPAN_BYTES = 8;

    private final IdGenerator random = IdGenerator.random();

    private record Ids(String trace, String span) {}

    /** Lets a span begin that has the ids of the workflow. */
    <T> T of(Submission submission, Supplier<T> begin) {
        return ScopedValue.where(GIVEN, ids(submission)).call(begin::get);
    }

    @Override
    public String generateTraceId() {
        return GIVEN.isBound() ? GIVEN.get().trace() : random.generateTraceId();
    }

    @Override
    public String generateSpanId() {
        return GIVEN.isBound() ? GIVEN.get().span() : random.generateSpanId();
    }

    /** Twelve digits of an id may come again in years; with the time of the submission they do not. */
    private static Ids ids(Submission submission) {
        try {
            var digest = MessageDigest.getInstance("SHA-256")
                    .digest((submission.id() + "@" + submission.createdAt()).getBytes(StandardCharsets.UTF_8));
            var hex = HexFormat.of();
            return new Ids(hex.formatHex(digest, 0, TRACE_BYTES), hex.formatHex(digest, TRACE_BYTES, TRACE_BYTES + SPAN_BYTES));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
