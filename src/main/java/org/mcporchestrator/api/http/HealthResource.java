package org.mcporchestrator.api.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import org.mcporchestrator.agent.Provider;
import org.mcporchestrator.agent.Providers;
import org.mcporchestrator.engine.Queue;
import org.mcporchestrator.engine.Workflows;
import org.mcporchestrator.journal.Listing;
import org.mcporchestrator.journal.durable.Durability;
import org.mcporchestrator.journal.durable.Monitor;
import org.mcporchestrator.stream.Readers;
import org.mcporchestrator.tool.Registry;
import org.mcporchestrator.webhook.WebhookStore;
import org.mcporchestrator.webhook.Webhooks;
import org.mcporchestrator.workflow.fault.FaultException;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.quarkus.logging.Log;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;

/** Whether the server can do its work. Always 200: monitors read {@code status}; Kubernetes has {@code /q/health}. */
@Path("/health")
@Produces(MediaType.APPLICATION_JSON)
@Singleton
@Startup
public class HealthResource {

    static final String SERVICE = "mcp-orchestrator";

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Workflows workflows;
    private final Queue queue;
    private final Monitor monitor;
    private final Durability durability;
    private final Providers providers;
    private final Readers readers;
    private final Webhooks webhooks;
    private final Registry registry;
    private final HttpConfig config;
    private final ObjectMapper mapper;
    private final Clock clock;
    private final Instant began;

    HealthResource(Workflows workflows, Queue queue, Monitor monitor, Durability durability, Providers providers,
            Readers readers, Webhooks webhooks, Registry registry, HttpConfig config, ObjectMapper mapper, Clock clock) {
        this.workflows = workflows;
        this.queue = queue;
        this.monitor = monitor;
        this.durability = durability;
        this.providers = providers;
        this.readers = readers;
        this.webhooks = webhooks;
        this.registry = registry;
        this.config = config;
        this.mapper = mapper;
        this.clock = clock;
        this.began = clock.instant();
    }

    @GET
    public Uni<ObjectNode> health() {
        return Uni.combine().all()
                .unis(journalAnswers(), monitor.vitals().map(vitals -> new RedisCheck(vitals, durability.state())),
                        registeredWebhooks())
                .asTuple()
                .map(found -> health(found.getItem1(), found.getItem2()).put("registered_webhooks", found.getItem3()));
    }

    /** Of all processes; 0 while nobody knows. */
    private Uni<Long> registeredWebhooks() {
        return webhooks.figures().map(WebhookStore.Figures::registered)
                .onFailure(FaultException.class).recoverWithItem(0L);
    }

    private Uni<Boolean> journalAnswers() {
        return Uni.createFrom().deferred(() -> workflows.list(Listing.Filter.ALL, Optional.empty(), 1))
                .ifNoItem().after(PATIENCE).fail()
                .map(_ -> true)
                .onFailure().invoke(failure -> Log.warnf("workflows cannot be listed: error=%s", failure.getMessage()))
                .onFailure().recoverWithItem(false);
    }

    private ObjectNode health(boolean journal, RedisCheck redis) {
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var reasons = reasons(journal, redis);
        var answer = mapper.createObjectNode()
                .put("status", reasons.isEmpty() ? "healthy" : "degraded")
                .put("service", SERVICE)
                .put("version", config.version())
                .put("timestamp", now.toString())
                .put("uptime", Duration.between(began, now).toSeconds())
                .put("active_streams", readers.count())
                .put("registered_webhooks", 0)
                .put("active_workflows", workflows.driven())
                .put("stuck", workflows.stuck())
                .put("waiting_workflows", queue.waiting())
                .put("oldest_waiting_seconds", queue.longest().toSeconds())
                .put("tool_count", registry.tools().size());
        var known = answer.putObject("providers");
        providers.all().forEach(provider -> known.put(provider.name(), provider.configured()));
        redis.tell(answer);
        var checks = answer.putObject("checks");
        checks.putObject("journal").put("healthy", journal);
        checks.putObject("providers").put("healthy", providers.preferred().isPresent());
        redis.tellDetails(checks);
        return reasons.isEmpty() ? answer : answer.put("reason", String.join("; ", reasons));
    }

    private List<String> reasons(boolean journal, RedisCheck redis) {
        var reasons = new ArrayList<String>();
        if (!journal) {
            reasons.add("the journal does not answer");
        }
        redis.reason().ifPresent(reasons::add);
        if (workflows.stuck() > 0) {
            reasons.add("workflows make no progress beyond their timeouts: " + workflows.stuck());
        }
        if (providers.preferred().isEmpty()) {
            var variables = providers.all().stream().filter(provider -> !provider.simulated()).map(Provider::variable).toList();
            reasons.add("no provider is usable: set one of " + String.join(", ", variables));
        }
        return reasons;
    }
}
