package org.mcporchestrator.redis;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import redis.embedded.core.ExecutableProvider;

/** Processes of the bundled Redis as primaries, replicas and sentinels, each in a folder of its own, killed at the end. */
public final class RedisServers implements AutoCloseable {

    private final Path folder;
    private final List<Process> running = new ArrayList<>();

    public RedisServers(Path folder) {
        this.folder = folder;
    }

    /** @param settings lines of its configuration */
    @CanIgnoreReturnValue
    public Process server(String... settings) throws IOException {
        return start(List.of(settings), List.of());
    }

    @CanIgnoreReturnValue
    public Process sentinel(String... settings) throws IOException {
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

    /** Whether any of them has said that. */
    public boolean said(String text) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var log : files.filter(file -> file.endsWith("log")).toList()) {
                if (Files.readString(log).contains(text)) {
                    return true;
                }
            }
            return false;
        }
    }

    private static Path binary() throws IOException {
        return ExecutableProvider.newJarResourceProvider().get().toPath();
    }

    public static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        running.forEach(Process::destroyForcibly);
    }
}
