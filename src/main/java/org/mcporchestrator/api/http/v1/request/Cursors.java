package org.mcporchestrator.api.http.v1.request;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

import org.mcporchestrator.journal.Listing.Cursor;
import org.mcporchestrator.workflow.WorkflowId;

/** Places in the list of workflows as text that says nothing to callers. */
public final class Cursors {

    /** Microseconds until the year 5138. */
    private static final Pattern FORM = Pattern.compile("(\\d{1,17}) ([a-z]+_[0-9a-f]{12})");

    private Cursors() {}

    public static String text(Cursor cursor) {
        var micros = ChronoUnit.MICROS.between(Instant.EPOCH, cursor.createdAt());
        return Base64.getUrlEncoder().withoutPadding()
                .encodeToString((micros + " " + cursor.id()).getBytes(StandardCharsets.ISO_8859_1));
    }

    static Optional<Cursor> parse(String text) {
        try {
            var match = FORM.matcher(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.ISO_8859_1));
            return match.matches() ? WorkflowId.parse(match.group(2))
                    .map(id -> new Cursor(Instant.EPOCH.plus(Long.parseLong(match.group(1)), ChronoUnit.MICROS), id))
                    : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
