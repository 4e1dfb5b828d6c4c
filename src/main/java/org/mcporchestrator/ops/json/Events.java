package org.mcporchestrator.ops.json;

import java.io.IOException;

import org.mcporchestrator.workflow.event.WorkflowEvent.AgentComplete;
import org.mcporchestrator.workflow.event.WorkflowEvent.AgentStart;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;

/** Writers of the events that come once for each agent. */
final class Events {

    private Events() {}

    static final class Begun extends FieldWriter<AgentStart> {

        private static final long serialVersionUID = 1;

        Begun() {
            super(AgentStart.class);
        }

        @Override
        void fields(AgentStart value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeStringField("subtask_id", value.subtaskId().value());
            json.writeStringField("agent_id", value.agentId());
            json.writeStringField("agent_type", value.agentType());
            json.writeStringField("description", value.description());
            if (value.reservedCost().isPresent()) {
                amount(json, "reserved_cost", value.reservedCost());
            }
        }
    }

    static final class Done extends FieldWriter<AgentComplete> {

        private static final long serialVersionUID = 1;

        Done() {
            super(AgentComplete.class);
        }

        @Override
        void fields(AgentComplete value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeStringField("subtask_id", value.subtaskId().value());
            json.writeStringField("agent_id", value.agentId());
            Seconds.field(json, "execution_time", value.executionTime());
            amount(json, "cost", value.cost());
            json.writeNumberField("tokens_used", value.tokensUsed());
            json.writeStringField("provider", value.provider());
            json.writeStringField("model", value.model());
            json.writeNumberField("progress", value.progress());
        }
    }
}
