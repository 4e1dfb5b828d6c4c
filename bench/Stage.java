import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipFile;

/** A Redis and a server of one's own, in a folder that goes with them. */
final class Stage implements AutoCloseable {

    /**
     * CPU time in ms since the start of the process: of the server, of the JVM's compilers within it, of Redis, of this one; and
     * what Redis has done.
     */
    record Reading(double server, double compilers, double redis, double self, Map<String, Long> commands, long input,
            long aof, long at) {}

    private static final double TICKS_PER_MS = 0.1; // USER_HZ is 100 on every Linux that there is
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

    private final Options options;
    private final Path folder;
    private final int redisPort = freePort();
    private final int port = freePort();
    private final Process redis;
    private Process server;

    Stage(Options options, String fsync) throws IOException {
        this.options = options;
        this.folder = Files.createTempDirectory("bench");
        var quiet = new ProcessBuilder(options.redis(folder), "--port", Integer.toString(redisPort), "--bind", "127.0.0.1",
                "--dir", folder.toString(), "--save", "", "--appendonly", "yes", "--appendfsync", fsync,
                "--auto-aof-rewrite-percentage", "0").redirectErrorStream(true)
                .redirectOutput(folder.resolve("redis.log").toFile());
        this.redis = quiet.start();
        await("Redis", redis, () -> redis("PING").equals("PONG"));
    }

    int port() {
        return port;
    }

    int redisPort() {
        return redisPort;
    }

    /** Starts the server with settings beside those of the benchmark. Answers after how many ms it was ready. */
    double start(Map<String, String> settings) throws IOException {
        var builder = new ProcessBuilder(options.server);
        var environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("REDIS_") || name.startsWith("QUARKUS_")
                || name.startsWith("ORCHESTRATOR_") || name.startsWith("JAVA_TOOL") || name.endsWith("_API_KEY"));
        environment.putAll(Map.of("PORT", Integer.toString(port), "REDIS_HOST", "127.0.0.1", "REDIS_PORT",
                Integer.toString(redisPort), "DEFAULT_PROVIDER", "scripted", "ORCHESTRATOR_PROVIDER_SCRIPTED_LATENCY",
                options.latency));
        environment.putAll(settings);
        var began = System.nanoTime();
        server = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("server.log").toFile())).start();
        await("the server", server, () -> {
            try (var connection = new Clients.Connection(port)) {
                return !connection.get("/q/health/ready").isEmpty();
            }
        });
        return (System.nanoTime() - began) / 1e6;
    }

    /** Ends the server, so that it can be started again: in order, or as a crash does. */
    void stop(boolean crash) {
        if (crash) {
            server.destroyForcibly();
        } else {
            server.destroy();
        }
        waitFor(server);
    }

    List<String> log() throws IOException {
        return Files.readAllLines(folder.resolve("server.log"));
    }

    private interface Attempt {

        boolean succeeds() throws IOException;
    }

    private void await(String whom, Process process, Attempt attempt) throws IOException {
        var end = System.nanoTime() + PATIENCE;
        while (System.nanoTime() < end && process.isAlive()) {
            try {
                if (attempt.succeeds()) {
                    return;
                }
            } catch (IOException | UncheckedIOException notYet) {
                // the next attempt tells
            }
            pause(2);
        }
        var log = folder.resolve(process == redis ? "redis.log" : "server.log");
        throw new IOException(whom + " did not start:\n" + String.join("\n", Files.readAllLines(log).reversed().subList(0,
                Math.min(20, Files.readAllLines(log).size())).reversed()));
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    private static void waitFor(Process process) {
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Reading read() throws IOException {
        var commands = new TreeMap<String, Long>();
        redis("INFO", "commandstats").lines().filter(line -> line.startsWith("cmdstat_")).forEach(line -> {
            var calls = line.substring(line.indexOf('=') + 1, line.indexOf(','));
            commands.put(line.substring(8, line.indexOf(':')), Long.parseLong(calls));
        });
        return new Reading(cpu(server.pid()), compilers(), cpu(redis.pid()), cpu(ProcessHandle.current().pid()), commands,
                info("stats", "total_net_input_bytes"), info("persistence", "aof_current_size"), System.nanoTime());
    }

    long info(String section, String field) throws IOException {
        return redis("INFO", section).lines().filter(line -> line.startsWith(field + ":")).findFirst()
                .map(line -> Long.parseLong(line.substring(field.length() + 1).strip())).orElse(0L);
    }

    /** User and system time of all threads, those that have ended among them, in ms. */
    private static double cpu(long pid) throws IOException {
        return cpu(Path.of("/proc/" + pid + "/stat"));
    }

    /** Of the compilers' threads that are there: a warm JVM has nothing for them to do. */
    private double compilers() throws IOException {
        var time = 0.0;
        try (var threads = Files.list(Path.of("/proc/" + server.pid() + "/task"))) {
            for (var thread : threads.toList()) {
                time += compiles(thread) ? cpu(thread.resolve("stat")) : 0;
            }
        }
        return time;
    }

    private static boolean compiles(Path thread) {
        try {
            return Files.readString(thread.resolve("comm")).matches("C[12] Compiler.*\\s*");
        } catch (IOException ended) {
            return false;
        }
    }

    private static double cpu(Path file) throws IOException {
        var stat = Files.readString(file);
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_MS;
    }

    /** Resident memory in MiB, of the server and of Redis. */
    double[] resident() throws IOException {
        return new double[] { resident(server.pid()), resident(redis.pid()) };
    }

    private static double resident(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream().filter(line -> line.startsWith("VmRSS"))
                .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0).findFirst().orElseThrow();
    }

    /** One command over a connection of its own; nested answers are joined by lines. */
    String redis(String... command) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), redisPort)) {
            socket.getOutputStream().write(request(command));
            return answer(new DataInputStream(new BufferedInputStream(socket.getInputStream())));
        }
    }

    /** A command as Redis reads it. */
    static byte[] request(String... command) {
        var request = new ByteArrayOutputStream();
        request.writeBytes(("*" + command.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
        for (var word : command) {
            var bytes = word.getBytes(StandardCharsets.UTF_8);
            request.writeBytes(("$" + bytes.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
            request.writeBytes(bytes);
            request.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        return request.toByteArray();
    }

    private static String answer(DataInputStream in) throws IOException {
        var kind = in.readByte();
        var text = line(in);
        return switch (kind) {
            case '+', ':' -> text;
            case '$' -> bulk(in, Integer.parseInt(text));
            case '*' -> {
                var parts = new ArrayList<String>();
                for (var left = Integer.parseInt(text); left > 0; left--) {
                    parts.add(answer(in));
                }
                yield String.join("\n", parts);
            }
            default -> throw new IOException("Redis: " + text);
        };
    }

    private static String bulk(DataInputStream in, int length) throws IOException {
        if (length < 0) {
            return "";
        }
        var bytes = in.readNBytes(length);
        in.skipNBytes(2);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String line(DataInputStream in) throws IOException {
        var text = new StringBuilder();
        for (var next = in.readByte(); next != '\r'; next = in.readByte()) {
            text.append((char) next);
        }
        in.skipNBytes(1);
        return text.toString();
    }

    /** The system's Redis, else the one that the tests bring along, out of the local Maven repository. */
    static String redisExecutable(Path folder) throws IOException {
        for (var place : System.getenv("PATH").split(":")) {
            if (Files.isExecutable(Path.of(place, "redis-server"))) {
                return Path.of(place, "redis-server").toString();
            }
        }
        var repository = Path.of(System.getProperty("user.home"), ".m2/repository/com/github/codemonstur/embedded-redis");
        try (var files = Files.walk(repository)) {
            var jar = files.filter(file -> file.toString().endsWith(".jar")).max(Comparator.naturalOrder())
                    .orElseThrow(() -> new IOException("no redis-server: install one, or name it with --redis"));
            var arm = System.getProperty("os.arch").equals("aarch64");
            try (var zip = new ZipFile(jar.toFile())) {
                var entry = zip.stream().filter(file -> file.getName().endsWith(arm ? "linux-arm64" : "linux-amd64"))
                        .findFirst().orElseThrow();
                var file = folder.resolve("redis-server");
                Files.copy(zip.getInputStream(entry), file);
                if (!file.toFile().setExecutable(true)) {
                    throw new IOException("cannot be made executable: " + file);
                }
                return file.toString();
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (server != null) {
            stop(false);
        }
        redis.destroyForcibly();
        waitFor(redis);
        if (options.keep) {
            System.err.println("kept: " + folder);
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
