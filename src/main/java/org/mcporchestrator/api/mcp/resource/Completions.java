package org.mcporchestrator.api.mcp.resource;

import java.util.List;
import java.util.Optional;

import jakarta.inject.Singleton;

import org.mcporchestrator.engine.Workflows;
import org.mcporchestrator.journal.Listing;
import org.mcporchestrator.tool.orchestration.PatternCard;

import io.quarkiverse.mcp.server.CompleteArg;
import io.quarkiverse.mcp.server.CompleteResourceTemplate;
import io.quarkiverse.mcp.server.CompletionResponse;
import io.smallrye.mutiny.Uni;

/** Completes what a person begins to type: ids of workflows, newest first, and names of patterns. */
@Singleton
class Completions {

    /** The most that MCP lets one answer have. */
    private static final int MOST = 100;
    private static final String ID = "task_id";

    private final Workflows workflows;

    Completions(Workflows workflows) {
        this.workflows = workflows;
    }

    @CompleteResourceTemplate("status")
    Uni<CompletionResponse> status(@CompleteArg(name = ID) String begun) {
        return ids(begun);
    }

    @CompleteResourceTemplate("results")
    Uni<CompletionResponse> results(@CompleteArg(name = ID) String begun) {
        return ids(begun);
    }

    @CompleteResourceTemplate("report")
    Uni<CompletionResponse> report(@CompleteArg(name = ID) String begun) {
        return ids(begun);
    }

    @CompleteResourceTemplate("events")
    Uni<CompletionResponse> events(@CompleteArg(name = ID) String begun) {
        return ids(begun);
    }

    @CompleteResourceTemplate("info")
    Uni<CompletionResponse> info(@CompleteArg(name = "pattern") String begun) {
        return Uni.createFrom().item(begins(begun, PatternCard.ALL.stream().map(PatternCard::name).toList(), false));
    }

    /** Among the newest: who looks for older ones knows their ids. */
    private Uni<CompletionResponse> ids(String begun) {
        return workflows.list(Listing.Filter.ALL, Optional.empty(), MOST)
                .map(listing -> begins(begun, listing.standings().stream().map(standing -> standing.id().value()).toList(),
                        listing.next().isPresent()))
                .onFailure().transform(failure -> ReadFailures.of("", failure));
    }

    private static CompletionResponse begins(String begun, List<String> all, boolean more) {
        var fitting = all.stream().filter(value -> value.startsWith(begun)).toList();
        return new CompletionResponse(fitting, fitting.size(), more);
    }
}
