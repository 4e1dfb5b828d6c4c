package org.mcporchestrator.analytics;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import org.mcporchestrator.workflow.WorkflowId;

/**
 * What the ended and kept workflows took.
 *
 * @param priced of these workflows, those that cost anything
 * @param time of all of them, each from its start to its end
 * @param dearest the one with the highest cost
 * @param lastDay those that ended in this hour and the 23 before it, by the clock of UTC
 * @param ever all that ended since Redis has this data, kept or not
 */
public record Costs(Spending kept, long priced, Duration time, Optional<Dearest> dearest, SortedMap<String, Share> byProvider,
        SortedMap<String, Share> byModel, SortedMap<String, Share> byPattern, Spending lastDay, Spending ever) {

    /** One workflow and what it took. */
    public record Dearest(WorkflowId id, BigDecimal cost, Duration time) {}

    /** What is due to one provider, model or pattern. */
    public record Share(BigDecimal cost, long tokens) {}

    public Costs {
        byProvider = Collections.unmodifiableSortedMap(new TreeMap<>(byProvider));
        byModel = Collections.unmodifiableSortedMap(new TreeMap<>(byModel));
        byPattern = Collections.unmodifiableSortedMap(new TreeMap<>(byPattern));
    }
}
