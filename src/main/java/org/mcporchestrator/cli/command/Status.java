package org.mcporchestrator.cli.command;

import java.util.concurrent.Callable;

import org.mcporchestrator.cli.process.ExitCode;
import org.mcporchestrator.cli.process.Surroundings;

import com.fasterxml.jackson.databind.JsonNode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code status ID}. */
@Command(name = "status", description = "Tells how far a workflow is.")
public final class Status implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private final ServerOptions server;

    @Parameters(paramLabel = "ID", description = "As printed at its start.")
    private String id = "";

    @Option(names = "--json", description = "The server's answer as it is.")
    private boolean json;

    public Status(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.server = new ServerOptions(surroundings);
    }

    @Override
    public Integer call() {
        try (var client = server.client()) {
            var status = Report.status(client, id, 0);
            surroundings.out().println(json ? status.toString() : line(status));
            return ExitCode.DONE;
        }
    }

    static String line(JsonNode status) {
        var progress = status.path("progress");
        return "%s  %-9s  %-13s  %3d %%  %d of %d agents%s  %s  %s".formatted(status.path("task_id").asText(),
                status.path("status").asText(), progress.path("current_stage").asText(),
                progress.path("percent_complete").asInt(), progress.path("completed_agents").asInt(),
                progress.path("total_agents").asInt(),
                progress.path("failed_agents").asInt() == 0 ? "" : ", " + progress.path("failed_agents").asInt() + " failed",
                status.path("created_at").asText(), status.path("title").asText().replaceAll("\\p{Cntrl}+", " "));
    }
}
