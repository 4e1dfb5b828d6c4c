package org.mcporchestrator.ops.json;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;

/** Writes an object field by field: the very text that Jackson makes of its annotations, in the same order. */
abstract class FieldWriter<T> extends StdSerializer<T> {

    private static final long serialVersionUID = 1;

    FieldWriter(Class<T> type) {
        super(type);
    }

    abstract void fields(T value, JsonGenerator json, SerializerProvider provider) throws IOException;

    @Override
    public final void serialize(T value, JsonGenerator json, SerializerProvider provider) throws IOException {
        json.writeStartObject(value);
        fields(value, json, provider);
        json.writeEndObject();
    }

    @Override
    public final void serializeWithType(T value, JsonGenerator json, SerializerProvider provider, TypeSerializer types)
            throws IOException {
        var type = types.writeTypePrefix(json, types.typeId(value, JsonToken.START_OBJECT));
        fields(value, json, provider);
        types.writeTypeSuffix(json, type);
    }

    static void text(JsonGenerator json, String name, Optional<String> value) throws IOException {
        json.writeStringField(name, value.orElse(null));
    }

    static void amount(JsonGenerator json, String name, Optional<BigDecimal> value) throws IOException {
        json.writeFieldName(name);
        json.writeNumber(value.orElse(null));
    }
}
