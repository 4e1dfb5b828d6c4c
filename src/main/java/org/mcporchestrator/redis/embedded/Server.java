package org.mcporchestrator.redis.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.quarkus.logging.Log;

/** A server that runs. All methods may block, but none for ever. */
final class Server {

    private static final int ATTEMPTS = 3;
    private static final long GLANCE_MILLIS = 2;
    private static final Duration START_AT_MOST = Duration.ofSeconds(10);
    private static final Duration STOP_AT_MOST = Duration.ofSeconds(5);
    private static final Path SETSID = Path.of("/usr/bin/setsid");

    /** Keys of vendors and the like are none of its business. */
    private static final Set<String> ENVIRONMENT = Set.of("PATH", "HOME", "LANG", "TZ", "TMPDIR", "LD_LIBRARY_PATH");

    private final Trace trace;
    private final Version version;
    private final ProcessHandle process;
    private volatile boolean stopping;

    private Server(Trace trace, Version version, ProcessHandle process) {
        this.trace = trace;
        this.version = version;
        this.process = process;
        var _ = process.onExit().thenRun(this::ended);
    }

    /** Starts one with what is in the folder. */
    static Server start(Binary binary, DataFolder folder) {
        for (var attempt = 1;; attempt++) {
            try {
                return attempt(binary, folder);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            } catch (IllegalStateException failure) {
                if (attempt == ATTEMPTS || !said(folder).contains("Address already in use")) {
                    throw failure;
                }
            }
        }
    }

    private static Server attempt(Binary binary, DataFolder folder) throws IOException {
        var trace = Trace.fresh(freePort());
        // Before it runs: if this process is killed meanwhile, the server would be found by nobody
        folder.remember(trace);
        var process = run(binary, folder, trace);
        var identity = awaited(process, trace, folder);
        var known = trace.of(identity);
        folder.remember(known);
        folder.writtenBy(identity.version());
        return new Server(known, identity.version(), process.toHandle());
    }

    /**
     * The server that a killed process has left behind in the folder. One that is of that process but cannot be used is ended,
     * so that no two ever write there.
     */
    static Optional<Server> adopt(DataFolder folder, int oldestMajor) {
        var trace = folder.trace();
        var server = trace.flatMap(left -> left.identity()
                .filter(left::isOf)
                .filter(identity -> identity.version().major() >= oldestMajor)
                .flatMap(identity -> ProcessHandle.of(identity.pid())
                        .map(process -> new Server(left.of(identity), identity.version(), process))));
        if (server.isEmpty()) {
            trace.ifPresent(left -> left.process().ifPresent(process -> end(process, left.port())));
            folder.forget();
        } else {
            folder.remember(server.get().trace);
        }
        return server;
    }

    private static Process run(Binary binary, DataFolder folder, Trace trace) throws IOException {
        var builder = new ProcessBuilder(command(binary))
                .directory(folder.redis().toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.log().toFile());
        builder.environment().keySet().retainAll(ENVIRONMENT);
        var process = builder.start();
        try (var settings = process.getOutputStream()) {
            settings.write(settings(folder, trace).getBytes(UTF_8));
        } catch (IOException _) {
            // It has ended already, which is about to be seen.
        }
        return process;
    }

    /** In a session of its own if possible: Ctrl-C in a terminal would end it before this process has ended its work. */
    private static List<String> command(Binary binary) {
        var command = new ArrayList<String>();
        if (Files.isExecutable(SETSID)) {
            command.add(SETSID.toString());
        }
        command.add(binary.path().toAbsolutePath().toString());
        command.add("-");
        return command;
    }

    private static String settings(DataFolder folder, Trace trace) {
        return """
                bind 127.0.0.1
                protected-mode yes
                port %d
                requirepass %s
                dir "%s"
                daemonize no
                save ""
                appendonly yes
                appendfsync everysec
                maxmemory-policy noeviction
                """.formatted(trace.port(), trace.password(),
                folder.redis().toString().replace("\\", "\\\\").replace("\"", "\\\""));
    }

    /** Until it answers; it may still be reading its data then. */
    private static Trace.Identity awaited(Process process, Trace trace, DataFolder folder) {
        var deadline = System.nanoTime() + START_AT_MOST.toNanos();
        while (System.nanoTime() < deadline) {
            if (ends(process, trace.port())) {
                throw new IllegalStateException("The embedded Redis ended at its start: " + said(folder));
            }
            var identity = trace.identity().filter(found -> found.pid() == process.pid());
            if (identity.isPresent()) {
                return identity.get();
            }
        }
        end(process.toHandle(), trace.port());
        throw new IllegalStateException("The embedded Redis did not answer in time: " + said(folder));
    }

    private static boolean ends(Process process, int port) {
        try {
            return process.waitFor(GLANCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException failure) {
            end(process.toHandle(), port);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted at start", failure);
        }
    }

    /** The last lines of its log. */
    private static String said(DataFolder folder) {
        try {
            var lines = Files.readAllLines(folder.log());
            return String.join(" | ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
        } catch (IOException _) {
            return "(no log)";
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    int port() {
        return trace.port();
    }

    Version version() {
        return version;
    }

    /** @param database path of the URI, e.g. {@code /0} */
    URI uri(String database) {
        return URI.create("redis://:%s@127.0.0.1:%d%s".formatted(trace.password(), trace.port(), database));
    }

    void stop() {
        stopping = true;
        end(process, trace.port());
    }

    /**
     * Redis writes to disk all it has before it ends, and keeps its connections until then. The operating system would tell of
     * the end of a child only, not of a server that was adopted.
     */
    private static void end(ProcessHandle process, int port) {
        try (var last = new Dialogue(port, STOP_AT_MOST)) {
            var _ = process.destroy();
            last.awaitEnd();
        } catch (IOException _) {
            // Nobody listens any more, or it hangs
            var _ = process.destroyForcibly();
        }
    }

    private void ended() {
        if (!stopping) {
            Log.errorf("embedded Redis has ended by itself, restart this process: port=%d", trace.port());
        }
    }
}
