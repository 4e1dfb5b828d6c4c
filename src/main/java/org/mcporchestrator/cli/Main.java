package org.mcporchestrator.cli;

import org.mcporchestrator.cli.client.Failure;
import org.mcporchestrator.cli.command.Cancel;
import org.mcporchestrator.cli.command.Events;
import org.mcporchestrator.cli.command.Health;
import org.mcporchestrator.cli.command.ListRecent;
import org.mcporchestrator.cli.command.Research;
import org.mcporchestrator.cli.command.Result;
import org.mcporchestrator.cli.command.Search;
import org.mcporchestrator.cli.command.Status;
import org.mcporchestrator.cli.mcp.Mcp;
import org.mcporchestrator.cli.process.ExitCode;
import org.mcporchestrator.cli.process.Surroundings;

import io.quarkus.runtime.annotations.QuarkusMain;
import picocli.CommandLine;

/** Where the process begins. Only {@code serve} starts the server; other commands end before it would be ready. */
@QuarkusMain
public final class Main {

    Main() {}

    /** @param arguments a command and its options; none means {@code serve} */
    public static void main(String... arguments) {
        // Quarkus refuses an address that is no URI with an empty 400; with this, api.http.gate answers it as all else
        System.setProperty("vertx.disableURIValidation", "true");
        var code = execute(Surroundings.ofProcess(), arguments);
        // Not for 0: dev mode would end at its first reload
        if (code != ExitCode.DONE) {
            System.exit(code);
        }
    }

    static int execute(Surroundings surroundings, String... arguments) {
        // As servers are mostly started: what knows all commands takes a twentieth of the start
        return arguments.length == 0 ? new Serve().call() : commands(surroundings).execute(arguments);
    }

    private static CommandLine commands(Surroundings surroundings) {
        return new CommandLine(new Orchestrator())
                .addSubcommand(new Serve())
                .addSubcommand(new Research(surroundings, LocalServer::run))
                .addSubcommand(new Search(surroundings, LocalServer::run))
                .addSubcommand(new Status(surroundings))
                .addSubcommand(new Events(surroundings))
                .addSubcommand(new Result(surroundings))
                .addSubcommand(new Cancel(surroundings))
                .addSubcommand(new ListRecent(surroundings))
                .addSubcommand(new Health(surroundings))
                .addSubcommand(new Mcp(surroundings, LocalServer::run))
                .setOut(surroundings.out())
                .setErr(surroundings.err())
                .setExecutionExceptionHandler((failure, command, _) -> explain(failure, command));
    }

    private static int explain(Exception failure, CommandLine command) throws Exception {
        if (!(failure instanceof Failure known)) {
            throw failure;
        }
        command.getErr().println(known.getMessage());
        return switch (known) {
            case Failure.Unreachable _ -> ExitCode.UNREACHABLE;
            case Failure.Refused _ -> ExitCode.REFUSED;
        };
    }
}
