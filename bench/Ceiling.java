import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What Redis alone does on this machine with as many scripts, commands in them and bytes as workflows send: with
 * {@code redis-benchmark}, or if there is none with a client of our own.
 */
final class Ceiling {

    private static final String SCRIPT = "for n = 2, tonumber(ARGV[1]) do redis.call('HSET', KEYS[1], n, n) end "
            + "return redis.call('SET', KEYS[1] .. ':text', ARGV[2])";
    private static final int CONNECTIONS = 50;
    private static final int AT_ONCE = 16;
    private static final int TRIED = 2000;
    private static final Pattern RATE = Pattern.compile("([0-9.]+) requests per second");

    private final int port;
    private final int commands;
    private final String text;

    /** Of one script: commands in it, and bytes that are sent with it. */
    Ceiling(int port, double commands, double bytes) {
        this.port = port;
        this.commands = (int) Math.max(1, Math.round(commands));
        this.text = "x".repeat((int) bytes);
    }

    static String tool() {
        return executable().isEmpty() ? "own client" : "redis-benchmark";
    }

    private static String executable() {
        for (var place : System.getenv("PATH").split(":")) {
            if (Files.isExecutable(Path.of(place, "redis-benchmark"))) {
                return Path.of(place, "redis-benchmark").toString();
            }
        }
        return "";
    }

    /** Scripts a second over that many seconds, sent one by one over each of many connections, or several at once over one. */
    double rate(double seconds) throws IOException {
        var tried = executable().isEmpty() ? piped(TRIED) : benchmark(TRIED);
        var count = (int) Math.max(TRIED, tried * seconds);
        return executable().isEmpty() ? piped(count) : benchmark(count);
    }

    private double benchmark(int count) throws IOException {
        var process = new ProcessBuilder(List.of(executable(), "-p", Integer.toString(port), "-c", Integer.toString(CONNECTIONS),
                "-n", Integer.toString(count), "-r", "1000", "-q", "EVAL", SCRIPT, "1", "ceiling:__rand_int__",
                Integer.toString(commands), text)).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return RATE.matcher(said).results().reduce((_, last) -> last).map(rate -> Double.parseDouble(rate.group(1)))
                .orElseThrow(() -> new IOException("redis-benchmark: " + said));
    }

    private double piped(int count) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            var in = new BufferedInputStream(socket.getInputStream());
            var began = System.nanoTime();
            for (var sent = 0; sent < count; sent += AT_ONCE) {
                var requests = new ByteArrayOutputStream();
                for (var number = sent; number < sent + AT_ONCE; number++) {
                    requests.writeBytes(Stage.request("EVAL", SCRIPT, "1", "ceiling:" + number % 1000,
                            Integer.toString(commands), text));
                }
                socket.getOutputStream().write(requests.toByteArray());
                for (var answered = 0; answered < AT_ONCE; answered++) {
                    answer(in);
                }
            }
            return count / ((System.nanoTime() - began) / 1e9);
        }
    }

    private static void answer(BufferedInputStream in) throws IOException {
        var line = new StringBuilder();
        for (var next = in.read(); next != '\n'; next = in.read()) {
            line.append((char) next);
        }
        if (line.charAt(0) != '+') {
            throw new IOException("Redis: " + line);
        }
    }
}
