package org.mcporchestrator.workflow.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The fields that every pattern's configuration has. Durations are seconds on the wire, money is USD.
 *
 * @param numAgents workers of the workflow
 * @param enableSynthesis whether anything is synthesised at all
 * @param enableExecutiveSynthesis whether a top tier may run
 * @param parallelExecution whether agents work side by side
 * @param maxConcurrentAgents calls of this workflow at the same time
 * @param timeout of one attempt of any step
 * @param workflowTimeout of the whole workflow, from its start
 * @param maxRetries further attempts of a step after a failure that can heal
 * @param primaryModel the model of every step without a more specific one; empty: the provider's default
 * @param fallback names of the providers that take over, in this order, where the workflow's own cannot answer; empty: the
 *        server's choice
 * @param maxTotalCost USD; empty: no limit
 * @param maxTotalTokens sent and answered; empty: no limit
 * @param priority among the workflows that wait for a driver
 */
public record CommonConfig(
        @JsonProperty("num_agents") int numAgents,
        @JsonProperty("enable_synthesis") boolean enableSynthesis,
        @JsonProperty("enable_executive_synthesis") boolean enableExecutiveSynthesis,
        @JsonProperty("enable_monitoring") boolean enableMonitoring,
        @JsonProperty("parallel_execution") boolean parallelExecution,
        @JsonProperty("max_concurrent_agents") int maxConcurrentAgents,
        @JsonProperty("timeout_seconds") Duration timeout,
        @JsonProperty("workflow_timeout") Duration workflowTimeout,
        @JsonProperty("retry_failed_tasks") boolean retryFailedTasks,
        @JsonProperty("max_retries") int maxRetries,
        @JsonProperty("generate_documents") boolean generateDocuments,
        @JsonProperty("document_formats") List<String> documentFormats,
        @JsonProperty("output_directory") String outputDirectory,
        @JsonProperty("primary_model") Optional<String> primaryModel,
        @JsonProperty("worker_model") Optional<String> workerModel,
        @JsonProperty("synthesis_model") Optional<String> synthesisModel,
        Optional<List<String>> fallback,
        @JsonProperty("max_total_cost") Optional<BigDecimal> maxTotalCost,
        @JsonProperty("max_total_tokens") Optional<Long> maxTotalTokens,
        Priority priority,
        boolean streaming,
        Map<String, Object> metadata) {

    public CommonConfig {
        // What was stored before there were priorities has none.
        priority = Objects.requireNonNullElse(priority, Priority.NORMAL);
        documentFormats = List.copyOf(documentFormats);
        fallback = fallback.map(List::copyOf);
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /** The defaults, with as many agents as the pattern's tool has by default. */
    static CommonConfig defaults(int numAgents) {
        return new CommonConfig(numAgents, true, true, false, true, 10, Duration.ofSeconds(300), Duration.ofHours(1), true, 2,
                true,
                List.of("markdown"), "reports", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(), Priority.NORMAL, true, Map.of());
    }

    /** The same choices with a primary model. */
    public CommonConfig withPrimaryModel(String model) {
        return new CommonConfig(numAgents, enableSynthesis, enableExecutiveSynthesis, enableMonitoring, parallelExecution,
                maxConcurrentAgents, timeout, workflowTimeout, retryFailedTasks, maxRetries, generateDocuments, documentFormats,
                outputDirectory, Optional.of(model), workerModel, synthesisModel, fallback, maxTotalCost, maxTotalTokens,
                priority, streaming,
                metadata);
    }

    /** The same choices with these providers to take over. */
    public CommonConfig withFallback(List<String> names) {
        return new CommonConfig(numAgents, enableSynthesis, enableExecutiveSynthesis, enableMonitoring, parallelExecution,
                maxConcurrentAgents, timeout, workflowTimeout, retryFailedTasks, maxRetries, generateDocuments, documentFormats,
                outputDirectory, primaryModel, workerModel, synthesisModel, Optional.of(names), maxTotalCost, maxTotalTokens,
                priority,
                streaming, metadata);
    }

    /** The same choices with other models and another budget. */
    public CommonConfig with(Optional<String> primary, Optional<String> worker, Optional<String> synthesis,
            Optional<List<String>> takingOver, Optional<BigDecimal> cost, Optional<Long> tokens) {
        return new CommonConfig(numAgents, enableSynthesis, enableExecutiveSynthesis, enableMonitoring, parallelExecution,
                maxConcurrentAgents, timeout, workflowTimeout, retryFailedTasks, maxRetries, generateDocuments, documentFormats,
                outputDirectory, primary, worker, synthesis, takingOver, cost, tokens, priority, streaming, metadata);
    }

    /** Attempts that each step has, the first included. */
    public int attempts() {
        return retryFailedTasks ? maxRetries + 1 : 1;
    }
}
