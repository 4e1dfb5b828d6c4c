package org.mcporchestrator.api.mcp.call;

import java.util.stream.Stream;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import org.mcporchestrator.api.mcp.wire.Cancellations;
import org.mcporchestrator.api.mcp.wire.Inbound;
import org.mcporchestrator.tool.Profile;
import org.mcporchestrator.tool.Registry;
import org.mcporchestrator.tool.Tool;

import io.quarkiverse.mcp.server.Cancellation.OperationCancellationException;
import io.quarkiverse.mcp.server.ToolManager;
import io.quarkiverse.mcp.server.ToolManager.ToolAnnotations;
import io.quarkiverse.mcp.server.ToolManager.ToolArguments;
import io.quarkiverse.mcp.server.ToolResponse;
import io.quarkiverse.mcp.server.TransportHint;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;

/** Every tool of the registry over MCP, under its name and its aliases. */
@Singleton
class McpTools {

    private static final String PATIENT = "wait_seconds";

    private final Registry registry;
    private final ToolManager tools;
    private final ToolAnswers answers;
    private final Cancellations cancellations;
    private final CurrentVertxRequest current;

    McpTools(Registry registry, ToolManager tools, ToolAnswers answers, Cancellations cancellations,
            CurrentVertxRequest current) {
        this.registry = registry;
        this.tools = tools;
        this.answers = answers;
        this.cancellations = cancellations;
        this.current = current;
    }

    void register(@Observes StartupEvent startup) {
        registry.tools().forEach(tool -> Stream.concat(Stream.of(tool.name()), tool.profile().aliases().stream())
                .forEach(name -> register(name, tool)));
    }

    private void register(String name, Tool tool) {
        var definition = tools.newTool(name)
                .setTitle(tool.profile().title())
                .setDescription(tool.description())
                .setInputSchema(new Schema(tool.form()::schema))
                .setOutputSchema(new Schema(tool.shape()::schema))
                .setAnnotations(annotations(tool.profile()))
                .setAsyncHandler(call -> call(tool, call));
        if (tool.form().parameter(PATIENT).isEmpty()) {
            // Answered at once: plain JSON, where a tool that waits needs an event stream to keep the connection open
            definition.addHint(TransportHint.STREAMABLE_HTTP_SKIP_SSE_INIT);
        }
        definition.register();
    }

    private Uni<ToolResponse> call(Tool tool, ToolArguments call) {
        RoutingContext context = current.getCurrent();
        var caller = new McpCaller(call, context, cancellations);
        return tool.call(Inbound.of(context).arguments(call.requestId().value()), caller)
                .chain(answer -> answers.success(tool, answer))
                .onFailure().recoverWithItem(answers::failure)
                .invoke(() -> skipIfGone(caller));
    }

    /** Who gave a request up wants no answer to it any more; one to a closed connection would fail as a defect. */
    private static void skipIfGone(McpCaller caller) {
        if (caller.hasCancelled() || caller.hasDisconnected()) {
            throw new OperationCancellationException();
        }
    }

    private static ToolAnnotations annotations(Profile profile) {
        return switch (profile.effect()) {
            case READS -> new ToolAnnotations(profile.title(), true, false, true, false);
            case BEGINS -> new ToolAnnotations(profile.title(), false, false, false, true);
            case ENDS -> new ToolAnnotations(profile.title(), false, true, true, false);
            case ANY -> new ToolAnnotations(profile.title(), false, true, false, true);
        };
    }
}
