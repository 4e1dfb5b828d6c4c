package org.mcporchestrator.journal.durable;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

import org.mcporchestrator.journal.JournalEntry;
import org.mcporchestrator.journal.Standing;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.result.OrchestratorResult;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.StepId;
import org.mcporchestrator.workflow.webhook.Webhook;

/**
 * Everything known about one workflow: enough to record it anew where it was lost.
 *
 * @param entries all its events
 * @param result of an ended workflow
 * @param reopenable whether its outcomes are kept beside the result
 * @param webhook that it was created with, as far as that is known here
 */
public record Snapshot(Standing standing, SequencedMap<StepId, Outcome> outcomes, List<JournalEntry> entries,
        Optional<OrchestratorResult> result, boolean reopenable, Optional<Webhook> webhook) {

    public Snapshot {
        outcomes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(outcomes));
        entries = List.copyOf(entries);
    }

    public static Snapshot beginning(Standing standing, Optional<Webhook> webhook) {
        return new Snapshot(standing, new LinkedHashMap<>(Map.of()), List.of(), Optional.empty(), false, webhook);
    }

    public WorkflowId id() {
        return standing.id();
    }

    /** Nobody drives it: anybody may begin with it. */
    public boolean waits() {
        return standing.head().owner().isEmpty() && result.isEmpty();
    }
}
