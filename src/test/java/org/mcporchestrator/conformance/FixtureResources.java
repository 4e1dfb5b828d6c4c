package org.mcporchestrator.conformance;

import java.util.List;

import jakarta.inject.Singleton;

import io.quarkiverse.mcp.server.BlobResourceContents;
import io.quarkiverse.mcp.server.CompletePrompt;
import io.quarkiverse.mcp.server.EmbeddedResource;
import io.quarkiverse.mcp.server.ImageContent;
import io.quarkiverse.mcp.server.Prompt;
import io.quarkiverse.mcp.server.PromptArg;
import io.quarkiverse.mcp.server.PromptMessage;
import io.quarkiverse.mcp.server.RequestUri;
import io.quarkiverse.mcp.server.Resource;
import io.quarkiverse.mcp.server.ResourceTemplate;
import io.quarkiverse.mcp.server.TextResourceContents;
import io.quarkus.arc.properties.IfBuildProperty;

/** The resources and prompts that the conformance suite of the Model Context Protocol expects. */
@Singleton
@IfBuildProperty(name = "conformance.fixture", stringValue = "true")
public class FixtureResources {

    @Resource(uri = "test://static-text", name = "static-text", description = "A text", mimeType = "text/plain")
    public TextResourceContents text(RequestUri uri) {
        return new TextResourceContents(uri.value(), "This is the content of the static text resource.", "text/plain");
    }

    @Resource(uri = "test://static-binary", name = "static-binary", description = "An image", mimeType = "image/png")
    public BlobResourceContents binary(RequestUri uri) {
        return new BlobResourceContents(uri.value(), FixtureTools.IMAGE, "image/png");
    }

    @Resource(uri = "test://watched-resource", name = "watched", description = "To subscribe to", mimeType = "text/plain")
    public TextResourceContents watched(RequestUri uri) {
        return new TextResourceContents(uri.value(), "Watched resource content", "text/plain");
    }

    @ResourceTemplate(uriTemplate = "test://template/{id}/data", name = "template", description = "With a parameter", mimeType = "application/json")
    public TextResourceContents template(String id, RequestUri uri) {
        return new TextResourceContents(uri.value(),
                "{\"id\":\"%s\",\"templateTest\":true,\"data\":\"Data for ID: %s\"}".formatted(id, id), "application/json");
    }

    @Prompt(name = "test_simple_prompt", description = "Without arguments")
    public PromptMessage simple() {
        return PromptMessage.withUserRole("This is a simple prompt for testing.");
    }

    @Prompt(name = "test_prompt_with_arguments", description = "With two arguments")
    public PromptMessage arguments(@PromptArg(description = "First") String arg1,
            @PromptArg(description = "Second") String arg2) {
        return PromptMessage.withUserRole("Prompt with arguments: arg1='%s', arg2='%s'".formatted(arg1, arg2));
    }

    @Prompt(name = "test_prompt_with_embedded_resource", description = "With a resource")
    public List<PromptMessage> embedded(@PromptArg(description = "What to embed") String resourceUri) {
        return List.of(
                PromptMessage.withUserRole(new EmbeddedResource(
                        new TextResourceContents(resourceUri, "Embedded resource content for testing.", "text/plain"))),
                PromptMessage.withUserRole("Please process the embedded resource above."));
    }

    @Prompt(name = "test_prompt_with_image", description = "With an image")
    public List<PromptMessage> image() {
        return List.of(PromptMessage.withUserRole(new ImageContent(FixtureTools.IMAGE, "image/png")),
                PromptMessage.withUserRole("Please analyze the image above."));
    }

    @CompletePrompt("test_prompt_with_arguments")
    public List<String> complete(String arg1) {
        return List.of("paris", "park", "party").stream().filter(value -> value.startsWith(arg1)).toList();
    }
}
