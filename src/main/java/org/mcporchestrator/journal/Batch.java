package org.mcporchestrator.journal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.mcporchestrator.workflow.event.Envelope;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.StepId;

/**
 * What one write records: all of it or nothing.
 *
 * @param firstSeq of the first event; the others follow without a gap
 * @param outcomes that are new; a step that has one keeps it
 * @param progress after this write
 */
public record Batch(long firstSeq, List<Envelope> events, Map<StepId, Outcome> outcomes, Progress progress) {

    public Batch {
        events = List.copyOf(events);
        outcomes = Collections.unmodifiableMap(new LinkedHashMap<>(outcomes));
    }

    /** Of the last event; {@code firstSeq - 1} if there is none. */
    public long lastSeq() {
        return firstSeq + events.size() - 1;
    }
}
