package org.mcporchestrator.engine;

import java.util.Optional;

import org.mcporchestrator.engine.Cache.Look;
import org.mcporchestrator.engine.claim.Figures;
import org.mcporchestrator.engine.claim.Salvage;
import org.mcporchestrator.engine.drive.Driver;
import org.mcporchestrator.journal.Claim;
import org.mcporchestrator.workflow.result.OrchestratorResult;

import io.micrometer.core.instrument.Metrics;
import io.quarkus.logging.Log;

/** What is left to do when a drive has ended: its result is kept, what it lost is offered, and the log tells. */
record Aftermath(Cache cache, Salvage salvage, Figures figures) {

    private static final String STOPPED = "orchestrator.workflows.stopped";

    /** To be taken when the drive begins. */
    Look look() {
        return cache.look();
    }

    void of(Claim claim, Driver driver, Driver.End end, Look look) {
        switch (end) {
            case Driver.End.Ended(var standing, var result) -> {
                cache.put(new WorkflowView(standing, Optional.of(result)), look);
                logEnd(result);
                if (result.metadata().containsKey("stopped_by")) {
                    Metrics.counter(STOPPED, "by", result.metadata().get("stopped_by").toString()).increment();
                }
                salvage.wasted(claim.id(), driver.unused());
            }
            case Driver.End.Lost lost -> {
                if (lost.fenced()) {
                    figures.fenced();
                }
                logHandedOver(claim);
                salvage.offer(claim.id(), lost.unrecorded());
            }
            case Driver.End.Paused _ -> logHandedOver(claim);
        }
    }

    /** Codes only: what a provider says may quote a prompt. */
    private static void logEnd(OrchestratorResult result) {
        var codes = result.agentResults().stream()
                .flatMap(agent -> Optional.ofNullable(agent.metadata().get("error_code")).stream())
                .distinct().toList();
        Log.infof("workflow ended: workflow=%s status=%s took=%.3f%s", result.id(), result.status().wire(),
                result.executionTime().toMillis() / 1000.0, codes.isEmpty() ? "" : " codes=" + codes);
    }

    private static void logHandedOver(Claim claim) {
        Log.infof("workflow handed over: workflow=%s epoch=%d", claim.id(), claim.epoch());
    }
}
