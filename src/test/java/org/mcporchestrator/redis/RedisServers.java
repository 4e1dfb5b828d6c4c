package org.mcporchestrator.redis;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import redis.embedded.core.ExecutableProvider;

/** Processes of the bundled Redis as primaries, replicas and sentinels, each in a folder of its own, killed at the end. */
final class RedisServers implements AutoCloseable {

    private final Path folder;
    private final List<Process> running = new ArrayList<>();

    RedisServers(Path folder) {
        this.folder = folder;
    }

    /** @param settings lines of its configuration */
    Process server(String... settings) throws IOException {
        return start(List.of(settings), List.of());
    }

    Process sentinel(String... settings) throws IOException {
        return start(List.of(settings), List.of("--sentinel"));
    }

    private Process start(List<String> settings, List<String> more) throws IOException {
        var home = Files.createTempDirectory(folder, "redis");
        var config = Files.write(home.resolve("redis.conf"), settings);
        var command = new ArrayList<>(List.of(binary().toString(), config.toString()));
        command.addAll(more);
        var process = new ProcessBuilder(command).directory(home.toFile())
                .redirectErrorStream(true).redirectOutput(home.resolve("log").toFile()).start();
        running.add(process);
        return process;
    }

    private static Path binary() throws IOException {
        return ExecutableProvider.newJarResourceProvider().get().toPath();
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        running.forEach(Process::destroyForcibly);
    }
}
