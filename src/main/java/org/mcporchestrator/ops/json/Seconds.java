package org.mcporchestrator.ops.json;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;

/** Durations are seconds as a number, with microseconds at most. */
public final class Seconds extends StdSerializer<Duration> {

    private static final long serialVersionUID = 1;

    public Seconds() {
        super(Duration.class);
    }

    @Override
    public void serialize(Duration value, JsonGenerator json, SerializerProvider provider) throws IOException {
        write(value, json);
    }

    static void field(JsonGenerator json, String name, Duration value) throws IOException {
        json.writeFieldName(name);
        write(value, json);
    }

    private static void write(Duration value, JsonGenerator json) throws IOException {
        if (value.getNano() == 0) {
            json.writeNumber(value.getSeconds());
        } else {
            json.writeNumber(BigDecimal.valueOf(value.truncatedTo(ChronoUnit.MICROS).toNanos(), 9).stripTrailingZeros()
                    .toPlainString());
        }
    }
}
