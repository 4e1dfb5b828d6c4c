package org.mcporchestrator.api.http.v1.request;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.ws.rs.core.MultivaluedMap;

import org.mcporchestrator.journal.Listing.Cursor;
import org.mcporchestrator.journal.Listing.Filter;
import org.mcporchestrator.tool.argument.Findings;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.config.PatternName;

/** Reads query parameters; those that are not known are passed over. Each throws {@code INVALID_REQUEST} with every problem. */
public final class Parameters {

    private static final int USUAL_LIMIT = 20;
    private static final int HIGHEST_LIMIT = 100;
    private static final int USUAL_LETTERS = 100;
    private static final int MOST_LETTERS = 1000;
    private static final int LONGEST_WAIT = 60;
    private static final Instant LATEST = Instant.parse("5000-01-01T00:00:00Z");

    private final MultivaluedMap<String, String> given;
    private final Findings findings = new Findings();

    private Parameters(MultivaluedMap<String, String> given) {
        this.given = given;
    }

    /** Of a list. */
    public static Selection selection(MultivaluedMap<String, String> given) {
        return new Parameters(given).selection();
    }

    /** Of a list of dead letters. */
    public static LetterSelection letters(MultivaluedMap<String, String> given) {
        var parameters = new Parameters(given);
        var limit = parameters.number("limit", 1, MOST_LETTERS).orElse(USUAL_LETTERS);
        var after = parameters.cursor(Cursors::parseLetter);
        parameters.findings.report();
        return new LetterSelection(after, limit);
    }

    /** How long a caller waits for a result; nothing if it does not say. */
    public static Duration wait(MultivaluedMap<String, String> given) {
        var parameters = new Parameters(given);
        var seconds = parameters.number("wait_seconds", 0, LONGEST_WAIT).orElse(0);
        parameters.findings.report();
        return Duration.ofSeconds(seconds);
    }

    private Selection selection() {
        var status = choice("status", Status.values(), Status::wire);
        var pattern = choice("pattern", PatternName.values(), PatternName::wire);
        var label = one("label").flatMap(text -> right(Labels.parse(text), "label",
                "must be name:value, as the labels of a workflow are"));
        var from = time("created_after");
        var before = time("created_before");
        var limit = number("limit", 1, HIGHEST_LIMIT).orElse(USUAL_LIMIT);
        var cursor = cursor(Cursors::parse);
        findings.report();
        return new Selection(new Filter(status, pattern, label, from), earliest(cursor, before.map(Cursor::before)), limit);
    }

    private <T> Optional<T> cursor(Function<String, Optional<T>> reading) {
        return one("cursor")
                .flatMap(text -> right(reading.apply(text), "cursor", "must be the next_cursor of the page before"));
    }

    /** Both say where the page begins: the one that is further on. */
    private static Optional<Cursor> earliest(Optional<Cursor> one, Optional<Cursor> other) {
        return one.isPresent() && other.isPresent() ? one.filter(cursor -> cursor.compareTo(other.get()) < 0).or(() -> other)
                : one.or(() -> other);
    }

    private <T> Optional<T> choice(String name, T[] values, Function<T, String> wire) {
        return one(name)
                .flatMap(text -> right(Arrays.stream(values).filter(value -> wire.apply(value).equals(text)).findFirst(),
                        name, "must be one of: " + Arrays.stream(values).map(wire).collect(Collectors.joining(", "))));
    }

    private Optional<Integer> number(String name, int min, int max) {
        return one(name).flatMap(text -> right(Optional.of(text).filter(digits -> digits.matches("[0-9]{1,9}"))
                .map(Integer::valueOf).filter(number -> number >= min && number <= max), name,
                "must be a whole number from " + min + " to " + max));
    }

    private Optional<Instant> time(String name) {
        return one(name).flatMap(text -> right(instant(text), name,
                "must be a time as ISO-8601 with its offset, from 1970 on, like 2026-01-02T03:04:05Z"));
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant())
                    .filter(time -> !time.isBefore(Instant.EPOCH) && time.isBefore(LATEST));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private Optional<String> one(String name) {
        var values = given.getOrDefault(name, List.of());
        if (values.size() > 1) {
            findings.add(name, "must be given once");
        }
        return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
    }

    private <T> Optional<T> right(Optional<T> value, String name, String message) {
        if (value.isEmpty()) {
            findings.add(name, message);
        }
        return value;
    }
}
