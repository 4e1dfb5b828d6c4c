package org.mcporchestrator.api.mcp.resource;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import org.mcporchestrator.engine.Workflows;
import org.mcporchestrator.journal.Listing;
import org.mcporchestrator.tool.orchestration.PatternCard;

import io.quarkiverse.mcp.server.CompletionManager.CompletionArguments;
import io.quarkiverse.mcp.server.CompletionResponse;
import io.quarkiverse.mcp.server.ResourceTemplateCompletionManager;
import io.quarkiverse.mcp.server.TransportHint;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;

/** Completes what a person begins to type: ids of workflows, newest first, and names of patterns. */
@Singleton
class Completions {

    /** The most that MCP lets one answer have. */
    private static final int MOST = 100;

    private final Workflows workflows;
    private final ResourceTemplateCompletionManager completions;

    Completions(Workflows workflows, ResourceTemplateCompletionManager completions) {
        this.workflows = workflows;
        this.completions = completions;
    }

    void register(@Observes StartupEvent startup) {
        Arrays.stream(Aspect.values()).forEach(aspect -> completions.newCompletion(aspect.template())
                .setArgumentName(Aspect.ID)
                .addHint(TransportHint.STREAMABLE_HTTP_SKIP_SSE_INIT)
                .setAsyncHandler(this::ids)
                .register());
        completions.newCompletion(PatternResources.TEMPLATE)
                .setArgumentName("pattern")
                .addHint(TransportHint.STREAMABLE_HTTP_SKIP_SSE_INIT)
                .setAsyncHandler(begun -> Uni.createFrom().item(begins(begun,
                        PatternCard.ALL.stream().map(PatternCard::name).toList(), false)))
                .register();
    }

    /** Among the newest: who looks for older ones knows their ids. */
    private Uni<CompletionResponse> ids(CompletionArguments begun) {
        return workflows.list(Listing.Filter.ALL, Optional.empty(), MOST)
                .map(listing -> begins(begun, listing.standings().stream().map(standing -> standing.id().value()).toList(),
                        listing.next().isPresent()))
                .onFailure().transform(failure -> ReadFailures.of("", failure));
    }

    private static CompletionResponse begins(CompletionArguments begun, List<String> all, boolean more) {
        var fitting = all.stream().filter(value -> value.startsWith(begun.argumentValue())).toList();
        return new CompletionResponse(fitting, fitting.size(), more);
    }
}
