package org.mcporchestrator.ops.json;

import java.io.IOException;

import org.mcporchestrator.workflow.step.Outcome.Answered;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;

/** Writes what a model answered. */
final class Answers extends FieldWriter<Answered> {

    private static final long serialVersionUID = 1;

    Answers() {
        super(Answered.class);
    }

    @Override
    void fields(Answered value, JsonGenerator json, SerializerProvider provider) throws IOException {
        json.writeStringField("content", value.content());
        json.writeStringField("provider", value.provider());
        json.writeStringField("model", value.model());
        json.writeObjectFieldStart("usage");
        json.writeNumberField("prompt_tokens", value.usage().prompt());
        json.writeNumberField("completion_tokens", value.usage().completion());
        json.writeEndObject();
        amount(json, "cost", value.cost());
        Seconds.field(json, "took", value.took());
        json.writeNumberField("attempts", value.attempts());
        json.writeBooleanField("simulated", value.simulated());
        if (!value.citations().isEmpty()) {
            provider.defaultSerializeField("citations", value.citations(), json);
        }
        if (!value.charges().isEmpty()) {
            provider.defaultSerializeField("charges", value.charges(), json);
        }
    }
}
