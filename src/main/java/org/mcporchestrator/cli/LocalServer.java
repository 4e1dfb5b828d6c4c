package org.mcporchestrator.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.mcporchestrator.cli.command.ServerOptions;
import org.mcporchestrator.cli.process.ExitCode;
import org.mcporchestrator.cli.process.Surroundings;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;

/**
 * A server for one command, in the same process, at a port that nobody else knows. It uses no Redis: it would take over
 * the workflows of others, and give them up a moment later.
 */
public class LocalServer implements QuarkusApplication {

    private static final Map<String, String> SETTINGS = Map.of(
            "quarkus.http.host", "127.0.0.1",
            "quarkus.http.port", "0",
            "orchestrator.redis.enabled", "false",
            "quarkus.log.level", "WARN",
            "quarkus.log.console.stderr", "true");

    /** Starts the server, executes the command against it, stops it. Returns the command's exit code. */
    static int run(List<String> arguments) {
        SETTINGS.forEach(System::setProperty);
        var code = new AtomicInteger(ExitCode.UNREACHABLE);
        Quarkus.run(LocalServer.class, (exit, _) -> code.set(exit), arguments.toArray(String[]::new));
        return code.get();
    }

    @Override
    public int run(String... arguments) {
        var url = "http://127.0.0.1:" + System.getProperty("quarkus.http.port");
        return Main.execute(Surroundings.ofProcess().with(ServerOptions.URL, url), arguments);
    }
}
