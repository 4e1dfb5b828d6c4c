package org.mcporchestrator.workflow.step;

/** One unit of work that an agent performs by one model call, and whose outcome is recorded once. */
public record Step(StepId id, Assignment assignment, CallOptions options) {}
