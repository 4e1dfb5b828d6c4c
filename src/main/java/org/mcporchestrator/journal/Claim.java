package org.mcporchestrator.journal;

import org.mcporchestrator.workflow.WorkflowId;

/**
 * The right of one process to drive one workflow. Every write names it; a write under an older epoch is refused.
 *
 * @param epoch grows with every change of driver and every reopening, 1 for the first
 * @param seq of the last event recorded before this claim, 0 if there was none
 * @param takeovers in a row, this one included, in which a driver vanished without a new outcome; 0 for an orderly start
 */
public record Claim(WorkflowId id, Owner owner, long epoch, long seq, int takeovers) {}
