package org.mcporchestrator.api.http.v1.request;

import java.util.Optional;

import org.mcporchestrator.webhook.DeadLetter;

/** How many dead letters to list, and where the page begins. */
public record LetterSelection(Optional<DeadLetter.Place> after, int limit) {}
