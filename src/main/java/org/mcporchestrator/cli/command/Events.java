package org.mcporchestrator.cli.command;

import java.util.concurrent.Callable;

import org.mcporchestrator.cli.process.ExitCode;
import org.mcporchestrator.cli.process.Surroundings;
import org.mcporchestrator.cli.progress.Display;
import org.mcporchestrator.cli.progress.JsonLines;
import org.mcporchestrator.cli.progress.Lines;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code events ID}. */
@Command(name = "events", description = "Prints the events of a workflow until it has ended.")
public final class Events implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private final ServerOptions server;

    @Parameters(paramLabel = "ID", description = "As printed at its start.")
    private String id = "";

    @Option(names = "--after", paramLabel = "POSITION", description = "Only what follows this event, 1-26 for example.")
    private String after = "";

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    public Events(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.server = new ServerOptions(surroundings);
    }

    @Override
    public Integer call() {
        try (var client = server.client();
                Display display = json ? new JsonLines(surroundings.out())
                        : new Lines(surroundings.out())) {
            client.follow(id, after, display::show);
            return ExitCode.DONE;
        }
    }
}
