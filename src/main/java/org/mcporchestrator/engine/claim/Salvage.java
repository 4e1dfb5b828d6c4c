package org.mcporchestrator.engine.claim;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.mcporchestrator.journal.Journal;
import org.mcporchestrator.journal.Journal.Offer;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.step.StepId;

import io.micrometer.core.instrument.Metrics;
import io.quarkus.logging.Log;

/** What becomes of answers that a driver paid for and could not record, since somebody else drives its workflow by now. */
public record Salvage(Journal journal) {

    private static final String SALVAGED = "orchestrator.steps.salvaged";
    private static final String WASTED = "orchestrator.steps.wasted";
    private static final String WASTED_COST = "orchestrator.steps.wasted.cost";

    /** Offers them to the other driver. Nobody waits for it: it can last until the journal is back. */
    public void offer(WorkflowId id, Map<StepId, Offer> unrecorded) {
        if (unrecorded.isEmpty()) {
            return;
        }
        journal.offer(id, unrecorded).subscribe().with(kept -> offered(id, unrecorded, kept), failure -> {
            Log.warnf("paid answers not offered: workflow=%s error=%s", id, failure.getMessage());
            wasted(id, unrecorded);
        });
    }

    /** Counts what was paid for and is of no use to anybody. */
    public void wasted(WorkflowId id, Map<StepId, Offer> unused) {
        if (unused.isEmpty()) {
            return;
        }
        var cost = unused.values().stream().map(Offer::outcome).map(outcome -> outcome.totalCost().orElse(BigDecimal.ZERO))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        Metrics.counter(WASTED).increment(unused.size());
        Metrics.counter(WASTED_COST).increment(cost.doubleValue());
        Log.infof("paid answers wasted: workflow=%s steps=%s cost=%s", id, unused.keySet(), cost.toPlainString());
    }

    private void offered(WorkflowId id, Map<StepId, Offer> unrecorded, Set<StepId> kept) {
        Metrics.counter(SALVAGED).increment(kept.size());
        if (!kept.isEmpty()) {
            Log.infof("paid answers offered to another driver: workflow=%s steps=%s", id, kept);
        }
        var rest = new LinkedHashMap<>(unrecorded);
        rest.keySet().removeAll(kept);
        wasted(id, rest);
    }
}
