package org.mcporchestrator.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The packaged application as a process of its own, which can die and come back on the same port. It is the native executable
 * if the property {@code native.image.path} names one that was built, else the jar.
 */
final class App implements AutoCloseable {

    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final Path NATIVE = Path.of(System.getProperty("native.image.path", "none"));
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int LAST_LINES = 50;

    private final int port = freePort();
    private final Supplier<List<String>> archive;
    private final Path log;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<String> properties = new ArrayList<>();
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private @Nullable Process process;

    App(Path folder, int redisPort) {
        this(folder, redisPort, () -> ClassArchive.of(JAR));
    }

    private App(Path folder, int redisPort, Supplier<List<String>> archive) {
        this.archive = archive;
        this.log = folder.resolve("app-" + port + ".log");
        with("PORT", Integer.toString(port));
        with("REDIS_PORT", Integer.toString(redisPort));
        with("REDIS_HOST", "127.0.0.1");
        with("DEFAULT_PROVIDER", "scripted");
        // A machine that starts processes all the time may be slow, and a process that holds Redis for away goes on in memory:
        // what becomes of that, by the packaged limit, is for RedisOutageIT alone
        set("redis.timeout", "3s");
    }

    /** Leaves an archive of its classes behind when it ends by itself. */
    static App archiving(Path archive, Path folder, int redisPort) {
        return new App(folder, redisPort, () -> List.of("-XX:ArchiveClassesAtExit=" + archive));
    }

    /** Whether it is the native executable that is tested. */
    static boolean isNative() {
        return Files.isExecutable(NATIVE);
    }

    static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Sets an environment variable of all starts to come. */
    App with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Sets a property {@code orchestrator.*} of all starts to come. */
    App set(String property, String value) {
        properties.add("-Dorchestrator." + property + "=" + value);
        return this;
    }

    /** Steps of the research and search patterns are answered by this server. */
    App asking(Model model) {
        return asking(model.url());
    }

    /** As {@link #asking(Model)}, at a URL of its own. */
    App asking(String url) {
        return with("OPENAI_BASE_URL", url).with("DEFAULT_PROVIDER", "openai").set("provider.openai.model", "gpt-4.1");
    }

    App start() {
        var builder = clean(new ProcessBuilder(command(archive, properties)), environment).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        try {
            process = builder.start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return this;
    }

    /** What starts the application; its arguments follow. */
    static List<String> command() {
        return command(() -> ClassArchive.of(JAR), List.of());
    }

    private static List<String> command(Supplier<List<String>> archive, List<String> properties) {
        if (isNative()) {
            return Stream.concat(Stream.of(NATIVE.toString()), properties.stream()).toList();
        }
        // without --enable-native-access, with which the JVM makes less of an archive
        return Stream.of(Stream.of(JAVA.toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m",
                "--sun-misc-unsafe-memory-access=allow"), archive.get().stream(), properties.stream(),
                Stream.of("-jar", JAR.toString())).flatMap(part -> part).toList();
    }

    /** Keeps the settings of whoever runs the tests away from the application. */
    static ProcessBuilder clean(ProcessBuilder builder, Map<String, String> variables) {
        var inherited = builder.environment();
        inherited.keySet().removeIf(name -> name.endsWith("_API_KEY") || name.endsWith("_BASE_URL")
                || name.startsWith("REDIS_") || name.startsWith("QUARKUS_") || name.startsWith("ORCHESTRATOR_")
                || name.startsWith("JAVA_TOOL") || name.equals("HOST") || name.equals("DEBUG"));
        inherited.putAll(variables);
        return builder;
    }

    /** Waits until the process answers that it is ready. */
    App awaitReady() {
        await("readiness of the application").atMost(PATIENCE).pollInterval(Duration.ofMillis(20))
                .failFast("the application ended: " + log, () -> !running().isAlive())
                .until(this::ready);
        return this;
    }

    boolean ready() {
        try {
            var request = HttpRequest.newBuilder(uri("/q/health/ready")).timeout(Duration.ofSeconds(1)).build();
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    /** The process gets no chance to do anything. It is gone when this returns. */
    void kill() {
        end(running().destroyForcibly());
    }

    /** Asks the process to end, and waits until it has. */
    void terminate() {
        running().destroy();
        end(running());
    }

    /** The process does nothing until {@link #goOn}. */
    void stop() {
        signal(running(), "STOP");
    }

    void goOn() {
        signal(running(), "CONT");
    }

    static void signal(Process process, String signal) {
        try {
            var sent = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).inheritIO().start();
            if (sent.waitFor() != 0) {
                throw new IllegalStateException("signal not sent: " + signal);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    static void end(Process process) {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException stop) {
            process.destroyForcibly();
            throw new IllegalStateException(stop);
        }
    }

    /** Whether there is a process, and it was not stopped. */
    boolean alive() {
        return process != null && process.isAlive();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    String log() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What of it is in memory, in KiB. */
    int resident() {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(running().pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:")).map(line -> line.replaceAll("\\D", ""))
                    .mapToInt(Integer::parseInt).findFirst().orElseThrow();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** For failure messages. */
    String lastLines() {
        var lines = log().lines().toList();
        return "\n--- the application's last lines:\n"
                + String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException("not started");
        }
        return process;
    }

    @Override
    public void close() {
        http.shutdownNow();
        if (process != null) {
            kill();
        }
    }
}
