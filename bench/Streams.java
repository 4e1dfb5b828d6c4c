import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import com.sun.net.httpserver.HttpServer;

/**
 * What readers of event streams cost: workflows are run without any, then beside idle and slow ones.
 *
 * <pre>
 * java bench/Streams.java target/quarkus-app/quarkus-run.jar [idle readers: 2000] [slow readers: 200] [port of a local Redis]
 * </pre>
 *
 * Starts the server itself, with that Redis, else in memory, and with a model of its own that answers after 50 ms, or never
 * where the task says so. An idle reader waits for a workflow in which nothing happens. A slow one takes 64 bytes a second,
 * with deltas, of a workflow that has much to say.
 */
public class Streams {

    private static final int WORKFLOWS = 200;
    private static final int AT_A_TIME = 10;
    private static final int PORT = 15_600;
    private static final URI SERVER = URI.create("http://127.0.0.1:" + PORT);
    private static final String HANG = "wait for ever";
    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final AtomicLong read = new AtomicLong();
    private final List<Socket> readers = new ArrayList<>();

    public static void main(String... arguments) throws Exception {
        var idle = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2_000;
        var slow = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 200;
        var model = model();
        var redis = arguments.length > 3 ? Map.of("REDIS_ENABLED", "true", "REDIS_HOST", "127.0.0.1", "REDIS_PORT", arguments[3])
                : Map.of("REDIS_ENABLED", "false");
        var server = server(Path.of(arguments[0]), model.getAddress().getPort(), redis);
        try {
            new Streams().measure(server.pid(), idle, slow);
        } finally {
            server.destroyForcibly();
            model.stop(0);
            System.exit(0);
        }
    }

    private void measure(long server, int idle, int slow) throws Exception {
        System.out.printf("%-40s %9s %9s %9s %9s %9s %9s%n", "", "p50 ms", "p95 ms", "p99 ms", "max ms", "total s", "RSS MiB");
        row("warm-up", server);
        row("warm-up", server);
        row("no readers", server);
        large(slow / 10);
        row("no readers, " + slow / 10 + " large workflows", server);
        var waiting = start(HANG, 1, 1);
        for (var number = 0; number < idle; number++) {
            idle(waiting);
        }
        Thread.sleep(5_000);
        row(idle + " idle", server);
        var large = large(slow / 10);
        for (var number = 0; number < slow; number++) {
            slow(large.get(number % large.size()));
        }
        Thread.sleep(500);
        System.out.println("streams that the server counts: " + get("/stats").replaceAll(".*?\"active_streams\":(\\d+).*", "$1"));
        row(idle + " idle, " + slow + " slow of " + slow / 10 + " large", server);
        row("the same again", server);
        for (var reader : readers) {
            reader.close();
        }
        Thread.sleep(2_000);
        row("all readers gone", server);
        System.out.println("bytes that readers took: " + read.get());
    }

    /** Workflows that take some six seconds and tell a lot. */
    private static List<String> large(int count) throws Exception {
        var large = new ArrayList<String>();
        for (var number = 0; number < count; number++) {
            large.add(start("tides", 100, 1));
        }
        return large;
    }

    private static void row(String name, long server) throws Exception {
        var began = System.nanoTime();
        List<Long> took = new ArrayList<>();
        try (var clients = Executors.newFixedThreadPool(AT_A_TIME)) {
            var runs = new ArrayList<Callable<Long>>();
            for (var number = 0; number < WORKFLOWS; number++) {
                runs.add(Streams::run);
            }
            for (var run : clients.invokeAll(runs)) {
                took.add(run.get());
            }
        }
        took.sort(null);
        System.out.printf("%-40s %9d %9d %9d %9d %9.1f %9d%n", name, took.get(took.size() / 2), took.get(took.size() * 95 / 100),
                took.get(took.size() * 99 / 100), took.getLast(), (System.nanoTime() - began) / 1e9, resident(server));
    }

    /** From the request to the result. */
    private static long run() throws Exception {
        var began = System.nanoTime();
        var result = get(start("tides", 5, 5) + "/result?wait_seconds=60");
        if (!result.contains("\"status\":\"completed\"")) {
            throw new IllegalStateException(result);
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    }

    private static String start(String task, int agents, int atATime) throws Exception {
        var body = "{\"pattern\":\"swarm\",\"input\":{\"task\":\"" + task + "\"},\"config\":{\"num_agents\":" + agents
                + ",\"max_concurrent_agents\":" + atATime + ",\"provider_name\":\"openai\"}}";
        var request = HttpRequest.newBuilder(SERVER.resolve("/v1/workflows")).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)).build();
        return CLIENT.send(request, BodyHandlers.discarding()).headers().firstValue("Location").orElseThrow();
    }

    private void idle(String workflow) throws IOException {
        var socket = open(workflow + "/events", 16 * 1024);
        Thread.ofVirtual().start(() -> take(socket, 4096, 0));
    }

    private void slow(String workflow) throws IOException {
        var socket = open(workflow + "/events?deltas=true", 1024);
        Thread.ofVirtual().start(() -> take(socket, 64, 1_000));
    }

    private Socket open(String path, int buffer) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(buffer);
        socket.connect(new InetSocketAddress(SERVER.getHost(), SERVER.getPort()));
        socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        readers.add(socket);
        return socket;
    }

    private void take(Socket socket, int bytes, long pause) {
        try {
            var buffer = new byte[bytes];
            InputStream stream = socket.getInputStream();
            for (var count = stream.read(buffer); count > 0; count = stream.read(buffer)) {
                read.addAndGet(count);
                Thread.sleep(pause);
            }
        } catch (IOException | InterruptedException closed) {
            // The end of the measurement.
        }
    }

    private static String get(String path) throws Exception {
        return CLIENT.send(HttpRequest.newBuilder(SERVER.resolve(path)).build(), BodyHandlers.ofString()).body();
    }

    private static long resident(long process) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process + "/status")).stream().filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024).findFirst().orElse(0);
    }

    /** A model by the format of OpenAI. */
    private static HttpServer model() throws IOException {
        var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 1_000);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            try (exchange) {
                var asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                if (asked.contains(HANG)) {
                    new CountDownLatch(1).await();
                }
                Thread.sleep(50);
                var answer = ("{\"id\":\"1\",\"model\":\"gpt-4.1\",\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"message\":"
                        + "{\"role\":\"assistant\",\"content\":\"1. [news] First " + "words ".repeat(200) + "\"}}],\"usage\":"
                        + "{\"prompt_tokens\":100,\"completion_tokens\":200,\"total_tokens\":300}}").getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
        return server;
    }

    private static Process server(Path jar, int model, Map<String, String> redis) throws Exception {
        var builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
                "-Dorchestrator.stream.max-readers=10000", "-Dorchestrator.http.streams-per-client=10000", "-jar", jar.toString())
                .redirectErrorStream(true).redirectOutput(Files.createTempFile("streams", ".log").toFile());
        builder.environment().putAll(redis);
        builder.environment().putAll(Map.of("PORT", String.valueOf(PORT), "OPENAI_BASE_URL",
                "http://127.0.0.1:" + model + "/v1", "ORCHESTRATOR_PROVIDER_OPENAI_MODEL", "gpt-4.1"));
        var process = builder.start();
        for (var attempt = 0; attempt < 60; attempt++) {
            try {
                get("/q/health/ready");
                return process;
            } catch (IOException notYet) {
                Thread.sleep(500);
            }
        }
        process.destroyForcibly();
        throw new IllegalStateException("the server does not start");
    }
}
