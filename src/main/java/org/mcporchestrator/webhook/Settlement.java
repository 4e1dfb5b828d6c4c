package org.mcporchestrator.webhook;

import java.time.Duration;

import org.mcporchestrator.journal.Position;

/** What becomes of a claim after an attempt. */
public sealed interface Settlement {

    /** The event at the position arrived; the next one is its turn. */
    record Delivered(Position position) implements Settlement {}

    /** The event at the position is put aside; the next one is its turn. */
    record Dead(Position position, String error) implements Settlement {}

    /** The same event again after a wait. */
    record Retry(Duration pause, String error) implements Settlement {}

    /** Nothing more is delivered. */
    record Disabled(String error) implements Settlement {}

    /** Whoever is free goes on. */
    record Release() implements Settlement {}
}
