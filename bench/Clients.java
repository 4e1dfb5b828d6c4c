import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** Callers in a closed loop: each sends the next request when the last was answered. Cheap, as they share the processors. */
final class Clients {

    /** What one turn of a caller took, in ns: until the start was answered, and until the report was there. */
    record Turn(long submitted, long reported) {}

    /** One turn of a caller. */
    interface Errand {

        Turn run(Connection connection) throws IOException;
    }

    private Clients() {}

    /** Lets so many callers run errands for so long, at least one each. */
    static List<Turn> run(int port, int count, long nanos, Errand errand) {
        var end = System.nanoTime() + nanos;
        return together(IntStream.range(0, count).<Callable<List<Turn>>> mapToObj(_ -> () -> {
            var turns = new ArrayList<Turn>();
            try (var connection = new Connection(port)) {
                do {
                    turns.add(errand.run(connection));
                } while (System.nanoTime() < end);
            }
            return turns;
        }).toList());
    }

    /** Lets so many callers run an errand so many times, all of them together. */
    static List<Turn> repeat(int port, int count, int times, Errand errand) {
        return together(IntStream.range(0, count).<Callable<List<Turn>>> mapToObj(caller -> () -> {
            var turns = new ArrayList<Turn>();
            try (var connection = new Connection(port)) {
                for (var turn = caller; turn < times; turn += count) {
                    turns.add(errand.run(connection));
                }
            }
            return turns;
        }).toList());
    }

    private static List<Turn> together(List<Callable<List<Turn>>> callers) {
        try (var threads = Executors.newFixedThreadPool(callers.size())) {
            var turns = new ArrayList<Turn>();
            for (var caller : threads.invokeAll(callers)) {
                turns.addAll(caller.get());
            }
            return turns;
        } catch (InterruptedException | ExecutionException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** One connection that is kept, of HTTP/1.1. */
    static final class Connection implements AutoCloseable {

        private final Socket socket;
        private final InputStream in;
        private byte[] buffer = new byte[64 * 1024];
        private int filled;
        private int read;

        Connection(int port) {
            try {
                socket = new Socket(InetAddress.getLoopbackAddress(), port);
                socket.setTcpNoDelay(true);
                in = socket.getInputStream();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        /** The body of a successful answer. */
        String post(String path, String body) throws IOException {
            return answer("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                    + body.length() + "\r\n\r\n" + body);
        }

        String get(String path) throws IOException {
            return answer("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        }

        /** Reads a stream to its end, and counts its events: what is shown meanwhile has no id, and may be missing. */
        int events(String path) throws IOException {
            socket.getOutputStream().write(("GET " + path + " HTTP/1.0\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1));
            var status = String.valueOf(lines.readLine());
            if (!status.contains(" 200 ")) {
                throw new IOException("refused: " + status);
            }
            return (int) lines.lines().filter(line -> line.startsWith("id:")).count();
        }

        private String answer(String request) throws IOException {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            filled = 0;
            read = 0;
            var head = new ArrayList<String>();
            for (var line = line(); !line.isEmpty(); line = line()) {
                head.add(line);
            }
            var length = head.stream().filter(line -> line.regionMatches(true, 0, "content-length:", 0, 15)).findFirst();
            var text = length.isPresent() ? text(Integer.parseInt(length.get().substring(15).strip())) : chunks();
            if (!head.getFirst().startsWith("HTTP/1.1 200")) {
                throw new IOException("refused: " + head.getFirst() + " " + text);
            }
            return text;
        }

        private String chunks() throws IOException {
            var all = new StringBuilder();
            for (var size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
                all.append(text(size));
                read += 2;
            }
            line();
            return all.toString();
        }

        private String line() throws IOException {
            for (var at = read;; at++) {
                need(at + 1);
                if (buffer[at] == '\n') {
                    var line = new String(buffer, read, at - 1 - read, StandardCharsets.ISO_8859_1);
                    read = at + 1;
                    return line;
                }
            }
        }

        private String text(int length) throws IOException {
            need(read + length);
            var text = new String(buffer, read, length, StandardCharsets.ISO_8859_1);
            read += length;
            return text;
        }

        private void need(int end) throws IOException {
            if (end > buffer.length) {
                buffer = Arrays.copyOf(buffer, 2 * end);
            }
            while (filled < end) {
                var more = in.read(buffer, filled, buffer.length - filled);
                if (more < 0) {
                    throw new IOException("the server has closed the connection");
                }
                filled += more;
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
