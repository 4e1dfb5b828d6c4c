package org.mcporchestrator.it;

import static org.awaitility.Awaitility.await;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import redis.embedded.core.ExecutableProvider;

/** A Redis with an append-only file as a process of its own, on the same port and with the same data after a restart. */
final class Server implements AutoCloseable {

    private final Path folder;
    private final int port = App.freePort();
    private @Nullable Process process;

    Server(Path folder) {
        this.folder = folder;
    }

    Server start() {
        try {
            var executable = ExecutableProvider.newJarResourceProvider(folder.toFile()).get();
            process = new ProcessBuilder(executable.getAbsolutePath(), "--port", Integer.toString(port), "--bind", "127.0.0.1",
                    "--dir", folder.toString(), "--appendonly", "yes", "--appendfsync", "everysec", "--save", "")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("redis.log").toFile()))
                    .start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        await("an answer of Redis").atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(10)).ignoreExceptions()
                .until(() -> "PONG".equals(ask("PING")));
        return this;
    }

    int port() {
        return port;
    }

    void kill() {
        App.end(running().destroyForcibly());
    }

    /** Redis answers nothing until {@link #goOn}, but its connections stay. */
    void stop() {
        App.signal(running(), "STOP");
    }

    void goOn() {
        App.signal(running(), "CONT");
    }

    /** Removes everything, the mark of these data included. */
    void flush() {
        ask("FLUSHALL");
    }

    void configure(String setting, String value) {
        ask("CONFIG", "SET", setting, value);
    }

    boolean has(String key) {
        return Long.valueOf(1).equals(ask("EXISTS", key));
    }

    long ttl(String key) {
        return (Long) ask("TTL", key);
    }

    String text(String key) {
        return String.valueOf(ask("GET", key));
    }

    Set<String> names(String... command) {
        var names = new TreeSet<String>();
        ((List<?>) ask(command)).forEach(name -> names.add(name.toString()));
        return names;
    }

    /** One command on a connection of its own, as by redis-cli: a text, a number, a list or null. */
    @Nullable
    Object ask(String... command) {
        return askAll(List.<String[]> of(command)).getFirst();
    }

    /** Several commands in one go. */
    List<@Nullable Object> askAll(List<String[]> commands) {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            var request = new StringBuilder();
            for (var command : commands) {
                request.append('*').append(command.length).append("\r\n");
                for (var word : command) {
                    request.append('$').append(word.getBytes(StandardCharsets.UTF_8).length).append("\r\n").append(word)
                            .append("\r\n");
                }
            }
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
            var input = new BufferedInputStream(socket.getInputStream());
            var answers = new ArrayList<@Nullable Object>();
            for (var i = 0; i < commands.size(); i++) {
                answers.add(answer(input));
            }
            return answers;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static @Nullable Object answer(InputStream input) throws IOException {
        var kind = input.read();
        var line = line(input);
        return switch (kind) {
            case '+' -> line;
            case ':' -> Long.valueOf(line);
            case '$' -> bulk(input, Integer.parseInt(line));
            case '*' -> {
                var items = new ArrayList<@Nullable Object>();
                for (var i = 0; i < Integer.parseInt(line); i++) {
                    items.add(answer(input));
                }
                yield items;
            }
            case '-' -> throw new IllegalStateException(line);
            default -> throw new IOException("Redis went away");
        };
    }

    private static @Nullable Object bulk(InputStream input, int length) throws IOException {
        if (length < 0) {
            return null;
        }
        var text = new String(input.readNBytes(length), StandardCharsets.UTF_8);
        input.skipNBytes(2);
        return text;
    }

    private static String line(InputStream input) throws IOException {
        var line = new StringBuilder();
        for (var c = input.read(); c != '\r' && c >= 0; c = input.read()) {
            line.append((char) c);
        }
        input.read();
        return line.toString();
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException("not started");
        }
        return process;
    }

    @Override
    public void close() {
        if (process != null) {
            kill();
        }
    }
}
