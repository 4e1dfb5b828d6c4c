package org.mcporchestrator.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mcporchestrator.tool.argument.Kind;
import org.mcporchestrator.tool.argument.Parameter;
import org.mcporchestrator.workflow.fault.FaultException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.quarkus.test.junit.QuarkusTest;

/** Schema and checks come from one table: whatever the schema forbids is refused, and its limits are allowed. */
@QuarkusTest
@Tag("application")
class ToolTableTest {

    @Inject
    Registry registry;

    @Inject
    ObjectMapper mapper;

    @Test
    void everyPropertyOfASchemaIsAParameterWithADescription() {
        assertThat(registry.tools()).allSatisfy(tool -> {
            var schema = tool.form().schema();
            assertThat(schema.get("type").asText()).isEqualTo("object");
            assertThat(schema.get("properties").propertyStream().map(java.util.Map.Entry::getKey))
                    .containsExactlyElementsOf(tool.form().parameters().stream().map(Parameter::name).toList());
            assertThat(schema.get("properties")).allSatisfy(property -> {
                assertThat(property.path("description").asText()).isNotBlank();
                assertThat(property.path("type").asText()).isIn("string", "integer", "number", "boolean", "array", "object");
            });
        });
    }

    @Test
    void limitsOfTheSchemaAreTheLimitsOfTheCheck() {
        registry.tools().forEach(tool -> tool.form().parameters().forEach(parameter -> {
            var property = tool.form().schema().get("properties").get(parameter.name());
            switch (parameter.kind()) {
                case Kind.Whole whole -> {
                    assertRefused(tool, parameter, mapper.valueToTree(property.get("maximum").asInt() + 1));
                    assertRefused(tool, parameter, mapper.valueToTree(property.get("minimum").asInt() - 1));
                }
                case Kind.Decimal number ->
                    assertRefused(tool, parameter, mapper.valueToTree(number.max().add(java.math.BigDecimal.ONE)));
                case Kind.Text text ->
                    assertRefused(tool, parameter, mapper.valueToTree("x".repeat(property.get("maxLength").asInt() + 1)));
                case Kind.Choice choice -> assertRefused(tool, parameter, mapper.valueToTree("not among them"));
                default -> assertRefused(tool, parameter, mapper.valueToTree(1));
            }
        }));
    }

    @Test
    void everyDefaultOfASchemaIsAValidValue() {
        registry.tools().forEach(tool -> tool.form().parameters().forEach(parameter -> parameter.fallback()
                .ifPresent(value -> assertThat(problems(tool, parameter, value)).doesNotContain(parameter.name()))));
    }

    @Test
    void noTwoParametersOfAToolShareASpelling() {
        assertThat(registry.tools()).allSatisfy(tool -> assertThat(tool.form().parameters().stream()
                .flatMap(parameter -> java.util.stream.Stream.concat(java.util.stream.Stream.of(parameter.name()),
                        parameter.aliases().stream())))
                .doesNotHaveDuplicates());
    }

    private void assertRefused(Tool tool, Parameter parameter, JsonNode value) {
        assertThat(problems(tool, parameter, value)).as(tool.name()).contains(parameter.name());
        for (var alias : parameter.aliases()) {
            assertThatThrownBy(() -> tool.form().read(JsonNodeFactory.instance.objectNode().set(alias, value)))
                    .hasMessageContaining(alias);
        }
    }

    private static java.util.List<String> problems(Tool tool, Parameter parameter, JsonNode value) {
        try {
            var _ = tool.form().read(JsonNodeFactory.instance.objectNode().set(parameter.name(), value));
            return java.util.List.of();
        } catch (FaultException refused) {
            return refused.problems().stream().map(FaultException.Problem::field).toList();
        }
    }
}
