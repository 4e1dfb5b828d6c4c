package org.mcporchestrator.api.http;

import java.time.Duration;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import org.mcporchestrator.stream.Readers;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.smallrye.common.annotation.NonBlocking;

/** Figures of this process: who reads events, and webhooks, of which there are none yet. */
@Path("/stats")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public class StatsResource {

    private final Readers readers;
    private final ObjectMapper mapper;

    StatsResource(Readers readers, ObjectMapper mapper) {
        this.readers = readers;
        this.mapper = mapper;
    }

    @GET
    public ObjectNode stats() {
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
        answer.set("webhooks", webhooks());
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

    /** True zeros: nothing can be registered. */
    private ObjectNode webhooks() {
        var webhooks = mapper.createObjectNode()
                .put("registered", 0)
                .put("registered_webhooks", 0)
                .put("total_deliveries", 0)
                .put("failed_deliveries", 0)
                .put("total_failures", 0)
                .put("retry_queue_size", 0);
        webhooks.putObject("delivery_count_by_task");
        webhooks.putObject("failure_count_by_task");
        return webhooks;
    }
}
