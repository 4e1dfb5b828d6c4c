package org.mcporchestrator.api.http.v1.request;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.mcporchestrator.journal.Listing.Cursor;
import org.mcporchestrator.webhook.DeadLetter.Place;
import org.mcporchestrator.webhook.DeliveryId;
import org.mcporchestrator.workflow.WorkflowId;

/** Places in lists as text that says nothing to callers. */
public final class Cursors {

    /** Microseconds until the year 5138. */
    private static final Pattern FORM = Pattern.compile("(\\d{1,17}) ([a-z]+_[0-9a-f]{12})");
    /** Milliseconds. */
    private static final Pattern LETTER = Pattern.compile("(\\d{1,14}) (\\S{1,80})");

    private Cursors() {}

    public static String text(Cursor cursor) {
        return veiled(ChronoUnit.MICROS.between(Instant.EPOCH, cursor.createdAt()) + " " + cursor.id());
    }

    public static String text(Place place) {
        return veiled(place.diedAt().toEpochMilli() + " " + place.id());
    }

    static Optional<Cursor> parse(String text) {
        return unveiled(text, FORM).flatMap(match -> WorkflowId.parse(match.group(2))
                .map(id -> new Cursor(Instant.EPOCH.plus(Long.parseLong(match.group(1)), ChronoUnit.MICROS), id)));
    }

    static Optional<Place> parseLetter(String text) {
        return unveiled(text, LETTER).flatMap(match -> DeliveryId.parse(match.group(2))
                .map(id -> new Place(Instant.ofEpochMilli(Long.parseLong(match.group(1))), id)));
    }

    private static String veiled(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Optional<Matcher> unveiled(String text, Pattern form) {
        try {
            return Optional.of(form.matcher(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.ISO_8859_1)))
                    .filter(Matcher::matches);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
