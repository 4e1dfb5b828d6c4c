package org.mcporchestrator.webhook;

import java.time.Instant;

/** An event that was given up, or removed before it was delivered. Kept for seven days, to be delivered after all. */
public record DeadLetter(DeliveryId id, OutgoingEvent event, Instant diedAt, int attempts, String error) {}
