package org.mcporchestrator.provider.http;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

import io.vertx.core.MultiMap;

/**
 * The wait that a vendor asks for: in milliseconds (OpenAI), seconds, or up to a date (RFC 9110, 10.2.3). Never more than a
 * day: nobody calls the vendor meanwhile, and a wrong header must not rule it out for good. Errors quote what callers wrote, so
 * the words of one are heeded for minutes at most.
 */
final class RetryAfter {

    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Duration LONGEST_IN_WORDS = Duration.ofMinutes(10);
    private static final BigDecimal LONGEST_SECONDS = BigDecimal.valueOf(LONGEST.toSeconds());

    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}(?:\\.\\d{1,9})?s");
    /** As OpenAI, Groq and Azure write it: {@code Please try again in 1m26.4s}, {@code Please retry after 20 seconds}. */
    private static final Pattern IN_WORDS = Pattern.compile(
            "(?:try again in|retry (?:in|after)) (?:(?<millis>\\d{1,9})ms|(?<time>(?:\\d{1,4}h)?(?:\\d{1,4}m)?\\d{1,9}(?:\\.\\d{1,9})?) ?s)",
            Pattern.CASE_INSENSITIVE);

    private RetryAfter() {}

    static Optional<Duration> of(MultiMap headers, Clock clock) {
        return header(headers, "retry-after-ms").flatMap(value -> number(value, 3))
                .or(() -> header(headers, "retry-after").flatMap(value -> number(value, 0)))
                .or(() -> header(headers, "retry-after").flatMap(value -> until(value, clock)));
    }

    /**
     * The wait that an error itself names: Gemini among its details, others in the words of their message, at its end rather
     * than where they quote.
     */
    static Optional<Duration> of(JsonNode body, String message) {
        return body.path("error").path("details").valueStream()
                .map(detail -> detail.path("retryDelay").asText(""))
                .filter(delay -> SECONDS.matcher(delay).matches())
                .map(RetryAfter::parsed)
                .findFirst()
                .or(() -> IN_WORDS.matcher(message).results().reduce((_, last) -> last).map(RetryAfter::inWords)
                        .map(wait -> wait.compareTo(LONGEST_IN_WORDS) < 0 ? wait : LONGEST_IN_WORDS));
    }

    private static Duration inWords(MatchResult found) {
        return Optional.ofNullable(found.group("millis"))
                .map(millis -> bounded(Duration.ofMillis(Long.parseLong(millis))))
                .orElseGet(() -> parsed(found.group("time") + "s"));
    }

    /** Of a text like {@code 1h2m3.5s}. */
    private static Duration parsed(String time) {
        return bounded(Duration.parse("PT" + time));
    }

    private static Duration bounded(Duration wait) {
        return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
    }

    private static Optional<String> header(MultiMap headers, String name) {
        return Optional.ofNullable(headers.get(name)).map(String::strip);
    }

    private static Optional<Duration> number(String value, int decimals) {
        if (!value.matches("\\d{1,12}(\\.\\d{1,9})?")) {
            return Optional.empty();
        }
        var seconds = new BigDecimal(value).movePointLeft(decimals).min(LONGEST_SECONDS);
        return Optional.of(Duration.ofNanos(seconds.movePointRight(9).longValue()));
    }

    private static Optional<Duration> until(String date, Clock clock) {
        try {
            var wait = Duration.between(clock.instant(),
                    ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
            return Optional.of(wait.isNegative() ? Duration.ZERO : bounded(wait));
        } catch (DateTimeException noDate) {
            return Optional.empty();
        }
    }
}
