package org.mcporchestrator.engine;

import java.time.Duration;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** {@code orchestrator.engine.*} in application.properties. */
@ConfigMapping(prefix = "orchestrator.engine")
public interface EngineConfig {

    /** Workflows that this process drives at the same time; more wait in the journal for a free slot here or elsewhere. */
    @WithDefault("512")
    @Positive
    int maxWorkflows();

    /**
     * Workflows that may wait, on all processes together; further submissions that would have to wait are refused as
     * overloaded.
     */
    @WithDefault("10000")
    @Min(0)
    int maxWaiting();

    /** Model calls that this process makes at the same time, over all workflows; more wait, and the workflows take turns. */
    @WithDefault("256")
    @Positive
    int maxCalls();

    /**
     * Calls of one workflow that are repeated after a failure; then failures are final. Those of a step without an outcome are
     * forgotten when another process takes the workflow over.
     */
    @WithDefault("50")
    @PositiveOrZero
    int maxRetries();

    /** For how long a claim holds without renewal. A dead process' workflows go on elsewhere after this time. */
    @WithDefault("5s")
    Duration lease();

    /** How often claims are renewed; several times a lease, so that one lost renewal costs nothing. */
    @WithDefault("1s")
    Duration renewEvery();

    /** How often a free process looks for waiting workflows that nobody told it of. */
    @WithDefault("500ms")
    Duration scanEvery();

    /** How often workflows beyond their retention are removed, up to 10 000 each time. */
    @WithDefault("5s")
    Duration pruneEvery();

    /** Ended workflows whose results are kept in this process' memory, newest first. */
    @WithDefault("100")
    @Min(0)
    int cachedResults();

    /** How long a starting process waits for the durable journal before it is ready without it. */
    @WithDefault("2s")
    Duration startPatience();

    /**
     * How long a stopping process lets steps that are under way end, before it aborts them. Less than the time after which the
     * process is killed: 30 s in Kubernetes.
     */
    @WithDefault("10s")
    Duration shutdownGrace();

    /** A workflow older than this ends as failed, however long its own limit is. */
    @WithDefault("24h")
    Duration maxAge();

    /** Longest text of one outcome, in UTF-8; a step with a longer one has failed, and what it cost counts. */
    @WithDefault("1M")
    MemorySize stepMaxBytes();

    /** The texts of all outcomes of a workflow together; beyond it the workflow fails. */
    @WithDefault("64M")
    MemorySize workflowMaxBytes();
}
