package org.mcporchestrator;

import org.mcporchestrator.ops.WireFormat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.fasterxml.jackson.module.paramnames.ParameterNamesModule;

/** Makes the object mapper that the server has, without starting it. */
public final class TestMapper {

    private TestMapper() {}

    /** As Quarkus builds it by default, with our customizer. */
    public static ObjectMapper create() {
        var mapper = plain();
        new WireFormat().customize(mapper);
        return mapper;
    }

    /** As Quarkus builds it by default. */
    public static ObjectMapper plain() {
        return JsonMapper.builder()
                .addModules(new Jdk8Module(), new JavaTimeModule(), new ParameterNamesModule())
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .build();
    }
}
