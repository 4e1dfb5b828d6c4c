package org.mcporchestrator.engine;

import java.util.Optional;

import org.mcporchestrator.journal.Standing;
import org.mcporchestrator.workflow.result.OrchestratorResult;

/** A workflow as its users see it: where it stands, and its result once it has ended. */
public record WorkflowView(Standing standing, Optional<OrchestratorResult> result) {}
