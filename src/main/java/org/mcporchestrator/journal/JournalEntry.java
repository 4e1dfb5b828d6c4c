package org.mcporchestrator.journal;

import org.mcporchestrator.workflow.event.Envelope;

/** One event at its place in the journal. */
public record JournalEntry(Position position, Envelope envelope) {}
