package org.mcporchestrator.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.mcporchestrator.cli.command.ServerOptions;
import org.mcporchestrator.cli.process.ExitCode;
import org.mcporchestrator.cli.process.Surroundings;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;

/**
 * A server for one command, in the same process, at a port that nobody else knows. It uses no Redis: it would take over the
 * workflows of others, and give them up a moment later.
 */
public class LocalServer implements QuarkusApplication {

    private static final String PORT = "quarkus.http.port";
    private static final Map<String, String> SETTINGS = Map.of(
            "quarkus.http.host", "127.0.0.1",
            "orchestrator.redis.enabled", "false",
            "quarkus.log.level", "ERROR",
            "quarkus.log.console.stderr", "true");

    /** Starts the server, executes the command against it, stops it. Returns the command's exit code. */
    static int run(List<String> arguments) {
        SETTINGS.forEach(System::setProperty);
        System.setProperty(PORT, Integer.toString(freePort()));
        var code = new AtomicInteger(ExitCode.UNREACHABLE);
        Quarkus.run(LocalServer.class, (exit, _) -> code.set(exit), arguments.toArray(String[]::new));
        return code.get();
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public int run(String... arguments) {
        var url = "http://127.0.0.1:" + System.getProperty(PORT);
        return Main.execute(Surroundings.ofProcess().with(ServerOptions.URL, url), arguments);
    }
}
