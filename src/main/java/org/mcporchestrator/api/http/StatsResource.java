package org.mcporchestrator.api.http;

import java.time.Duration;
import java.util.Optional;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import org.mcporchestrator.stream.Readers;
import org.mcporchestrator.webhook.WebhookStore.Figures;
import org.mcporchestrator.webhook.Webhooks;
import org.mcporchestrator.workflow.fault.FaultException;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;

/** Who reads events of this process, and how the webhooks of all processes do. */
@Path("/stats")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public class StatsResource {

    private final Readers readers;
    private final Webhooks webhooks;
    private final ObjectMapper mapper;

    StatsResource(Readers readers, Webhooks webhooks, ObjectMapper mapper) {
        this.readers = readers;
        this.webhooks = webhooks;
        this.mapper = mapper;
    }

    @GET
    public Uni<ObjectNode> stats() {
        return webhooks.figures().map(Optional::of)
                .onFailure(FaultException.class).recoverWithItem(Optional.empty())
                .map(this::stats);
    }

    private ObjectNode stats(Optional<Figures> figures) {
        var answer = mapper.createObjectNode()
                .put("active_streams", readers.count())
                .put("total_events_emitted", readers.eventsSent())
                .put("oldest_stream_age_seconds", readers.oldest().map(Duration::toSeconds).orElse(0L));
        var streams = answer.putArray("streams");
        readers.audiences().forEach(audience -> streams.addObject()
                .put("task_id", audience.workflow().value())
                .put("readers", audience.readers())
                .put("age_seconds", audience.age().toSeconds()));
        answer.set("streaming", streaming());
        answer.set("webhooks", webhooks(figures));
        return answer;
    }

    /** Streams have no {@code stream_ttl}: they can be read as long as the workflow is kept. */
    private ObjectNode streaming() {
        var streaming = mapper.createObjectNode()
                .put("active_streams", readers.count())
                .put("max_streams", readers.limit())
                .putNull("stream_ttl");
        var ids = streaming.putArray("task_ids");
        readers.audiences().forEach(audience -> ids.add(audience.workflow().value()));
        return streaming;
    }

    /** Of all processes; nothing is told of single workflows. While Redis is away nobody knows. */
    private ObjectNode webhooks(Optional<Figures> figures) {
        var webhooks = mapper.createObjectNode()
                .put("registered", figures.map(Figures::registered).orElse(null))
                .put("registered_webhooks", figures.map(Figures::registered).orElse(null))
                .put("total_deliveries", figures.map(Figures::delivered).orElse(null))
                .put("failed_deliveries", figures.map(Figures::failures).orElse(null))
                .put("total_failures", figures.map(Figures::failures).orElse(null))
                .put("retry_queue_size", figures.map(Figures::due).orElse(null))
                .put("dead_letters", figures.map(Figures::dead).orElse(null));
        webhooks.putObject("delivery_count_by_task");
        webhooks.putObject("failure_count_by_task");
        return webhooks;
    }
}
