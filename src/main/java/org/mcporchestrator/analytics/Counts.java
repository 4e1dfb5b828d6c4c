package org.mcporchestrator.analytics;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.config.PatternName;

/**
 * How many workflows there are.
 *
 * @param active that have not ended
 * @param completed that have ended, however, and are kept
 * @param byPattern active and ended ones; every pattern has a number
 * @param byStatus likewise
 * @param recent that ended in the last 24 hours
 * @param newest of the recent ones, the last to end first; at most 20
 */
public record Counts(long active, long completed, Map<PatternName, Long> byPattern, Map<Status, Long> byStatus, long recent,
        List<WorkflowId> newest) {

    public Counts {
        byPattern = Collections.unmodifiableMap(new EnumMap<>(byPattern));
        byStatus = Collections.unmodifiableMap(new EnumMap<>(byStatus));
        newest = List.copyOf(newest);
    }
}
