package org.mcporchestrator.cli.command;

import java.util.concurrent.Callable;

import org.mcporchestrator.cli.process.ExitCode;
import org.mcporchestrator.cli.process.Surroundings;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cancel ID}. */
@Command(name = "cancel", description = "Stops a workflow; what was finished is kept.")
public final class Cancel implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private final ServerOptions server;

    @Parameters(paramLabel = "ID", description = "As printed at its start.")
    private String id = "";

    @Option(names = "--json", description = "The server's answer as it is.")
    private boolean json;

    public Cancel(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.server = new ServerOptions(surroundings);
    }

    @Override
    public Integer call() {
        try (var client = server.client()) {
            var answer = client.call("cancel_orchestration", JsonNodeFactory.instance.objectNode().put("task_id", id));
            surroundings.out().println(json ? answer.toString() : id + "  " + answer.path("status").asText());
            return ExitCode.DONE;
        }
    }
}
