package org.mcporchestrator.ops;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

import jakarta.inject.Singleton;

import org.mcporchestrator.ops.json.Seconds;
import org.mcporchestrator.ops.json.Writers;
import org.mcporchestrator.workflow.event.Envelope;
import org.mcporchestrator.workflow.event.WorkflowEvent;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;

import io.quarkus.jackson.ObjectMapperCustomizer;

/**
 * How values look in JSON, stored and sent: durations are seconds as a number, instants ISO-8601 UTC with microseconds at most.
 * A number too precise for a double stays exact.
 */
@Singleton
public class WireFormat implements ObjectMapperCustomizer {

    /** After Quarkus' own customizers: of two serializers for a type the one that was registered last wins. */
    @Override
    public int priority() {
        return MINIMUM_PRIORITY;
    }

    @Override
    public void customize(ObjectMapper mapper) {
        mapper.registerModule(new Writers());
        mapper.registerModule(new SimpleModule("wire-format")
                .addSerializer(Duration.class, new Seconds())
                .addDeserializer(Duration.class, new FromSeconds())
                .addSerializer(Instant.class, new Iso())
                .addSerializer(Envelope.class, new Events()));
        // Values that an older version wrote lack fields that were added since, and those of a newer one have codes of its own.
        List.of(List.class, Map.class)
                .forEach(type -> mapper.configOverride(type).setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)));
        mapper.enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE);
        mapper.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    }

    private static final class FromSeconds extends StdDeserializer<Duration> {

        private static final long serialVersionUID = 1;

        FromSeconds() {
            super(Duration.class);
        }

        @Override
        public Duration deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return Duration.ofNanos(json.getDecimalValue().movePointRight(9).longValue());
        }
    }

    private static final class Events extends StdSerializer<Envelope> {

        private static final long serialVersionUID = 1;

        Events() {
            super(Envelope.class);
        }

        @Override
        public void serialize(Envelope value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeStartObject();
            json.writeStringField("task_id", value.id().value());
            provider.defaultSerializeField("timestamp", value.timestamp(), json);
            provider.defaultSerializeField("data",
                    value.event() instanceof WorkflowEvent.Other other ? other.data() : value.event(), json);
            json.writeStringField("event_type", value.event().type());
            json.writeEndObject();
        }
    }

    private static final class Iso extends StdSerializer<Instant> {

        private static final long serialVersionUID = 1;

        Iso() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(value.truncatedTo(ChronoUnit.MICROS).toString());
        }
    }
}
