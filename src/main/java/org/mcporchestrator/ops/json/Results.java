package org.mcporchestrator.ops.json;

import java.io.IOException;

import org.mcporchestrator.workflow.result.AgentResult;
import org.mcporchestrator.workflow.result.OrchestratorResult;
import org.mcporchestrator.workflow.result.SynthesisResult;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;

/** Writers of the report and its parts. */
final class Results {

    private Results() {}

    static final class Whole extends FieldWriter<OrchestratorResult> {

        private static final long serialVersionUID = 1;

        Whole() {
            super(OrchestratorResult.class);
        }

        @Override
        void fields(OrchestratorResult value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeStringField("task_id", value.id().value());
            json.writeStringField("title", value.title());
            json.writeStringField("status", value.status().wire());
            provider.defaultSerializeField("agent_results", value.agentResults(), json);
            provider.defaultSerializeField("synthesis_results", value.synthesisResults(), json);
            text(json, "final_synthesis", value.finalSynthesis());
            Seconds.field(json, "execution_time", value.executionTime());
            json.writeNumberField("total_cost", value.totalCost());
            provider.defaultSerializeField("metadata", value.metadata(), json);
            provider.defaultSerializeField("generated_documents", value.generatedDocuments(), json);
            provider.defaultSerializeField("artifacts", value.artifacts(), json);
            text(json, "error", value.error());
            provider.defaultSerializeField("completed_at", value.completedAt(), json);
        }
    }

    static final class OfAgent extends FieldWriter<AgentResult> {

        private static final long serialVersionUID = 1;

        OfAgent() {
            super(AgentResult.class);
        }

        @Override
        void fields(AgentResult value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeStringField("agent_id", value.agentId());
            json.writeStringField("agent_type", value.agentType().wire());
            json.writeStringField("subtask_id", value.subtaskId().value());
            json.writeStringField("content", value.content());
            json.writeStringField("status", value.status().wire());
            Seconds.field(json, "execution_time", value.executionTime());
            amount(json, "cost", value.cost());
            json.writeNumberField("tokens_used", value.tokensUsed());
            provider.defaultSerializeField("metadata", value.metadata(), json);
            text(json, "error", value.error());
            provider.defaultSerializeField("citations", value.citations(), json);
        }
    }

    static final class OfSynthesis extends FieldWriter<SynthesisResult> {

        private static final long serialVersionUID = 1;

        OfSynthesis() {
            super(SynthesisResult.class);
        }

        @Override
        void fields(SynthesisResult value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeStringField("synthesis_id", value.synthesisId().value());
            json.writeStringField("synthesis_level", value.level());
            json.writeStringField("content", value.content());
            provider.defaultSerializeField("source_agent_ids", value.sourceAgentIds(), json);
            Seconds.field(json, "execution_time", value.executionTime());
            amount(json, "cost", value.cost());
            json.writeNumberField("tokens_used", value.tokensUsed());
            provider.defaultSerializeField("metadata", value.metadata(), json);
            text(json, "error", value.error());
        }
    }
}
