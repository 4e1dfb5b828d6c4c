package org.mcporchestrator.workflow.event;

import java.time.Instant;

import org.mcporchestrator.workflow.WorkflowId;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * An event as stored and as sent: {@code {event_type, task_id, timestamp, data}}. {@code timestamp} is the driver's clock; the
 * order of events is that of their positions in the journal, not of their times.
 */
public record Envelope(
        @JsonProperty("task_id") WorkflowId id,
        Instant timestamp,
        @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.EXTERNAL_PROPERTY, property = "event_type") @JsonProperty("data") WorkflowEvent event) {}
