package org.mcporchestrator.cli.command;

import java.util.concurrent.Callable;

import org.mcporchestrator.cli.process.Surroundings;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code result ID}. */
@Command(name = "result", description = "Prints the report of a workflow.")
public final class Result implements Callable<Integer> {

    private static final int MINUTE = 60;

    private final Surroundings surroundings;

    @Mixin
    private final ServerOptions server;

    @Parameters(paramLabel = "ID", description = "As printed at its start.")
    private String id = "";

    @Option(names = "--wait", description = "Wait for its end first.")
    private boolean wait;

    @Option(names = "--json", description = "The server's answer as it is.")
    private boolean json;

    public Result(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.server = new ServerOptions(surroundings);
    }

    @Override
    public Integer call() {
        try (var client = server.client()) {
            while (wait && Report.status(client, id, MINUTE).path("completed_at").isNull()) {
                // the server waits
            }
            return new Report(surroundings, json).print(client, id);
        }
    }
}
