package org.mcporchestrator.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.mcporchestrator.workflow.event.WorkflowEvent;
import org.mcporchestrator.workflow.fault.Fault;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;

/** Keeps {@code docs/formats.md} complete: what can be sent is told there. */
class FormatsPageTest {

    private final String page = page();

    private static String page() {
        try {
            return Files.readString(Path.of("docs/formats.md"));
        } catch (IOException failure) {
            throw new AssertionError("the page is missing", failure);
        }
    }

    @Test
    void everyFaultCodeIsToldWithWhetherItHeals() {
        for (var code : Fault.Code.values()) {
            assertThat(page).containsPattern("\\| `%s` \\|[^|]*\\| %s \\|".formatted(code.wire(), code.heals() ? "yes" : "no"));
        }
    }

    @Test
    void everyEventIsToldWithItsFields() {
        for (var type : WorkflowEvent.class.getAnnotation(JsonSubTypes.class).value()) {
            var row = page.lines().filter(line -> line.startsWith("| `" + type.name() + "` |")).findFirst();
            assertThat(row).as(type.name()).isPresent();
            fields(type.value()).forEach(field -> assertThat(row.get()).containsPattern("`" + field + "\\??`"));
        }
    }

    private static Stream<String> fields(Class<?> event) {
        return Arrays.stream(event.getRecordComponents()).map(component -> {
            var renamed = component.getAccessor().getAnnotation(JsonProperty.class);
            return renamed == null ? component.getName() : renamed.value();
        });
    }

    @Test
    void everyStatusAndStageIsTold() {
        assertThat(Arrays.stream(Status.values()).map(status -> "`" + status.wire() + "`")).allMatch(page::contains);
        assertThat(Arrays.stream(Stage.values()).map(stage -> "`" + stage.wire() + "`")).allMatch(page::contains);
    }
}
