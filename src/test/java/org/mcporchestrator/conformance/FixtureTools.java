package org.mcporchestrator.conformance;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkiverse.mcp.server.AudioContent;
import io.quarkiverse.mcp.server.Content;
import io.quarkiverse.mcp.server.Elicitation;
import io.quarkiverse.mcp.server.ElicitationRequest;
import io.quarkiverse.mcp.server.ElicitationRequest.BooleanSchema;
import io.quarkiverse.mcp.server.ElicitationRequest.EnumSchema;
import io.quarkiverse.mcp.server.ElicitationRequest.IntegerSchema;
import io.quarkiverse.mcp.server.ElicitationRequest.MultiSelectEnumSchema;
import io.quarkiverse.mcp.server.ElicitationRequest.NumberSchema;
import io.quarkiverse.mcp.server.ElicitationRequest.PrimitiveSchema;
import io.quarkiverse.mcp.server.ElicitationRequest.SingleSelectEnumSchema;
import io.quarkiverse.mcp.server.ElicitationRequest.StringSchema;
import io.quarkiverse.mcp.server.EmbeddedResource;
import io.quarkiverse.mcp.server.ImageContent;
import io.quarkiverse.mcp.server.McpLog;
import io.quarkiverse.mcp.server.Progress;
import io.quarkiverse.mcp.server.Sampling;
import io.quarkiverse.mcp.server.SamplingMessage;
import io.quarkiverse.mcp.server.TextContent;
import io.quarkiverse.mcp.server.TextResourceContents;
import io.quarkiverse.mcp.server.Tool;
import io.quarkiverse.mcp.server.ToolArg;
import io.quarkiverse.mcp.server.ToolManager;
import io.quarkiverse.mcp.server.ToolResponse;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;

/** The tools that the conformance suite of the Model Context Protocol expects; their names and answers are its own. */
@Singleton
@IfBuildProperty(name = "conformance.fixture", stringValue = "true")
public class FixtureTools {

    static final String IMAGE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==";

    private static final String SOUND = "UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAAB9AAACABAAZGF0YQIAAAA=";
    private static final Duration STEP = Duration.ofMillis(50);

    /** A schema with references, which no Java type gives. */
    void register(@Observes StartupEvent startup, ToolManager tools) {
        tools.newTool("json_schema_2020_12_tool")
                .setDescription("Tool with JSON Schema 2020-12 features")
                .setInputSchema(new JsonObject("""
                        {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",
                         "$defs":{"address":{"type":"object",
                           "properties":{"street":{"type":"string"},"city":{"type":"string"}}}},
                         "properties":{"name":{"type":"string"},"address":{"$ref":"#/$defs/address"}},
                         "additionalProperties":false}"""))
                .setAsyncHandler(_ -> Uni.createFrom().item(ToolResponse.success("ok")))
                .register();
    }

    @Tool(name = "test_simple_text", description = "Answers a text")
    public TextContent text() {
        return new TextContent("This is a simple text response for testing.");
    }

    @Tool(name = "test_image_content", description = "Answers an image")
    public ImageContent image() {
        return new ImageContent(IMAGE, "image/png");
    }

    @Tool(name = "test_audio_content", description = "Answers a sound")
    public AudioContent audio() {
        return new AudioContent(SOUND, "audio/wav");
    }

    @Tool(name = "test_embedded_resource", description = "Answers a resource")
    public EmbeddedResource embedded() {
        return new EmbeddedResource(
                new TextResourceContents("test://embedded-resource", "This is an embedded resource content.", "text/plain"));
    }

    @Tool(name = "test_multiple_content_types", description = "Answers a text, an image and a resource")
    public ToolResponse mixed() {
        List<Content> all = List.of(new TextContent("Multiple content types test:"), new ImageContent(IMAGE, "image/png"),
                new EmbeddedResource(new TextResourceContents("test://mixed-content-resource",
                        "{\"test\":\"data\",\"value\":123}", "application/json")));
        return ToolResponse.success(all);
    }

    @Tool(name = "test_tool_with_logging", description = "Logs while it works")
    public Uni<TextContent> logging(McpLog log) {
        log.info("Tool execution started");
        return Uni.createFrom().item("Tool with logging executed successfully")
                .onItem().delayIt().by(STEP)
                .invoke(() -> log.info("Tool processing data"))
                .onItem().delayIt().by(STEP)
                .invoke(() -> log.info("Tool execution completed"))
                .map(TextContent::new);
    }

    @Tool(name = "test_tool_with_progress", description = "Tells how far it is")
    public Uni<TextContent> progress(Progress progress) {
        if (progress.token().isEmpty()) {
            return Uni.createFrom().item(new TextContent("no token"));
        }
        var tracker = progress.trackerBuilder().setTotal(100).build();
        return tracker.advance(BigDecimal.ZERO)
                .onItem().delayIt().by(STEP)
                .chain(() -> tracker.advance(new BigDecimal(50)))
                .onItem().delayIt().by(STEP)
                .chain(() -> tracker.advance(new BigDecimal(50)))
                .map(_ -> new TextContent("done"));
    }

    @Tool(name = "test_error_handling", description = "Always fails")
    public ToolResponse error() {
        return ToolResponse.error("This tool intentionally returns an error for testing");
    }

    @Tool(name = "test_sampling", description = "Asks the client's model")
    public Uni<TextContent> sampling(@ToolArg(description = "What is asked") String prompt, Sampling sampling) {
        return sampling.requestBuilder().addMessage(SamplingMessage.withUserRole(prompt)).setMaxTokens(100).build().send()
                .map(answer -> new TextContent("LLM response: "
                        + (answer.content() instanceof TextContent text ? text.text() : "no text")));
    }

    @Tool(name = "test_elicitation", description = "Asks the client's user")
    public Uni<TextContent> elicitation(@ToolArg(description = "What is asked") String message, Elicitation elicitation) {
        return asked("User response", elicitation, message, Map.of(
                "username", new StringSchema(null, "User's response", null, null, null, true),
                "email", new StringSchema(null, "User's email address", null, null, null, true)));
    }

    @Tool(name = "test_elicitation_sep1034_defaults", description = "Asks with defaults")
    public Uni<TextContent> defaults(Elicitation elicitation) {
        return asked("Elicitation completed", elicitation, "Please review the defaults", Map.of(
                "name", new StringSchema(null, "User name", null, null, null, false, "John Doe"),
                "age", new IntegerSchema(null, "User age", null, null, false, 30),
                "score", new NumberSchema(null, "User score", null, null, false, 95.5),
                "status", new EnumSchema(null, "User status", List.of("active", "inactive", "pending"), null, false, "active"),
                "verified", new BooleanSchema(null, "Verification status", true, false)));
    }

    @Tool(name = "test_elicitation_sep1330_enums", description = "Asks for choices")
    public Uni<TextContent> choices(Elicitation elicitation) {
        var options = Stream.of(1, 2, 3).map(number -> "option" + number).toList();
        var values = Stream.of(1, 2, 3).map(number -> "value" + number).toList();
        return asked("Elicitation completed", elicitation, "Please choose", Map.of(
                "untitledSingle", new SingleSelectEnumSchema(null, "One", options, null, false, null),
                "titledSingle", new SingleSelectEnumSchema(null, "One, with titles", values,
                        List.of("First Option", "Second Option", "Third Option"), false, null),
                "legacyEnum", new EnumSchema(null, "One, the old way", List.of("opt1", "opt2", "opt3"),
                        List.of("Option One", "Option Two", "Option Three"), false),
                "untitledMulti", new MultiSelectEnumSchema(null, "Several", options, null, 1, 3, false, null),
                "titledMulti", new MultiSelectEnumSchema(null, "Several, with titles", values,
                        List.of("First Choice", "Second Choice", "Third Choice"), 1, 3, false, null)));
    }

    private static Uni<TextContent> asked(String word, Elicitation elicitation, String message,
            Map<String, ? extends PrimitiveSchema> fields) {
        ElicitationRequest.Builder request = elicitation.requestBuilder().setMessage(message);
        fields.forEach(request::addSchemaProperty);
        return request.build().send().map(answer -> new TextContent("%s: action=%s, content=%s".formatted(word,
                answer.action().toString().toLowerCase(java.util.Locale.ROOT),
                new JsonObject(answer.content().asMap()).encode())));
    }
}
