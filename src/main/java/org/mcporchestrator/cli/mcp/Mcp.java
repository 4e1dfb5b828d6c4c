package org.mcporchestrator.cli.mcp;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;

import org.mcporchestrator.cli.client.Client;
import org.mcporchestrator.cli.client.Failure;
import org.mcporchestrator.cli.command.ServerOptions;
import org.mcporchestrator.cli.process.ExitCode;
import org.mcporchestrator.cli.process.Surroundings;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mcp}: for model clients that start a command. */
@Command(name = "mcp", description = { "Speaks the Model Context Protocol over standard input and output,",
        "for clients that start a command. The server does the work." })
public final class Mcp implements Callable<Integer> {

    private final Surroundings surroundings;
    private final ToIntFunction<List<String>> local;

    @Mixin
    private final ServerOptions server;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called
    private CommandSpec command;

    /** @param local executes the arguments of this process against a server of its own */
    public Mcp(Surroundings surroundings, ToIntFunction<List<String>> local) {
        this.surroundings = surroundings;
        this.local = local;
        this.server = new ServerOptions(surroundings);
    }

    @Override
    public Integer call() throws IOException {
        try (var client = server.client()) {
            if (reached(client)) {
                new Bridge(client.mcp(), new Outlet(surroundings)).run(surroundings.in());
                return ExitCode.DONE;
            }
        }
        surroundings.err().println("no server answers: there is one in this process, which keeps nothing");
        return local.applyAsInt(command.root().commandLine().getParseResult().originalArgs());
    }

    /** Before anything is read: the client is told at once, and a server in this process reads it all. */
    private boolean reached(Client client) {
        try {
            var _ = client.get("/q/health/live");
            return true;
        } catch (Failure.Refused _) {
            return true;
        } catch (Failure.Unreachable nobody) {
            if (server.named()) {
                throw nobody;
            }
            return false;
        }
    }
}
