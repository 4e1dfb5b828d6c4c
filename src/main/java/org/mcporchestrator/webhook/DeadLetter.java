package org.mcporchestrator.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** An event that was given up, or removed before it was delivered. Kept for seven days, to be delivered after all. */
public record DeadLetter(DeliveryId id, OutgoingEvent event, Instant diedAt, int attempts, String error) {

    public static final Duration KEPT = Duration.ofDays(7);

    /** Whether it is still kept. */
    public boolean isKept(Instant now) {
        return diedAt.plus(KEPT).isAfter(now);
    }

    public Place place() {
        return new Place(diedAt, id);
    }

    /** Where a letter stands in the list of all: by its death to the millisecond, those of the same one by their names. */
    public record Place(Instant diedAt, DeliveryId id) implements Comparable<Place> {

        private static final Comparator<Place> ORDER = Comparator.comparingLong((Place place) -> place.diedAt().toEpochMilli())
                .thenComparing(place -> place.id().toString());

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    /** Some letters, newest first, and the place behind which there are more. */
    public record Page(List<DeadLetter> letters, Optional<Place> next) {

        public Page {
            letters = List.copyOf(letters);
        }
    }
}
