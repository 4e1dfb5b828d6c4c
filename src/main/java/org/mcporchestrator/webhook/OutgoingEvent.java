package org.mcporchestrator.webhook;

import org.mcporchestrator.journal.Position;

/**
 * An event to be delivered.
 *
 * @param envelope the JSON that the journal has
 */
public record OutgoingEvent(Position position, String type, String envelope) {}
