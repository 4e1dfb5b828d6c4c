package org.mcporchestrator.cli.command;

import java.util.concurrent.Callable;

import org.mcporchestrator.cli.process.ExitCode;
import org.mcporchestrator.cli.process.Surroundings;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code health}: for containers without a shell, whose health check can only be this executable. */
@Command(name = "health", description = "Asks whether the server lives: exit code 0 if it does.")
public final class Health implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private final ServerOptions server;

    @Option(names = "--ready", description = "Whether it is ready, too.")
    private boolean ready;

    public Health(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.server = new ServerOptions(surroundings);
    }

    @Override
    public Integer call() {
        try (var client = server.client()) {
            surroundings.out().println(client.get(ready ? "/q/health/ready" : "/q/health/live").path("status").asText());
            return ExitCode.DONE;
        }
    }
}
