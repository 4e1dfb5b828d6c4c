package org.mcporchestrator.webhook.delivery;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** The wait that a receiver asks for: seconds, or up to a date (RFC 9110, 10.2.3). A day at most. */
final class RetryAfter {

    private static final Duration LONGEST = Duration.ofDays(1);

    private RetryAfter() {}

    static Optional<Duration> of(@Nullable String header, Clock clock) {
        if (header == null) {
            return Optional.empty();
        }
        var value = header.strip();
        return value.matches("\\d{1,12}") ? Optional.of(bounded(Duration.ofSeconds(Long.parseLong(value))))
                : until(value, clock);
    }

    private static Optional<Duration> until(String date, Clock clock) {
        try {
            return Optional.of(bounded(Duration.between(clock.instant(),
                    ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant())));
        } catch (DateTimeException noDate) {
            return Optional.empty();
        }
    }

    private static Duration bounded(Duration wait) {
        return wait.isNegative() ? Duration.ZERO : wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
    }
}
