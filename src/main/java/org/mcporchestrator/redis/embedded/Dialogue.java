package org.mcporchestrator.redis.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;

/**
 * A few words with a Redis server in its protocol (redis.io/docs/latest/develop/reference/protocol-spec), while there is no
 * client yet. Blocks: for start and end of the process only.
 */
final class Dialogue implements AutoCloseable {

    private static final int REDIS_PORT = 6379;

    private final Socket socket;
    private final InputStream answers;

    /** With a server of this machine. */
    Dialogue(int port, Duration patience) throws IOException {
        this(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), patience);
    }

    private Dialogue(InetSocketAddress address, Duration patience) throws IOException {
        socket = new Socket();
        try {
            socket.connect(address, (int) patience.toMillis());
            socket.setSoTimeout((int) patience.toMillis());
            answers = new BufferedInputStream(socket.getInputStream());
        } catch (IOException failure) {
            socket.close();
            throw failure;
        }
    }

    /** Whether a Redis is there, be it one that wants a password; of one that speaks TLS only whether somebody listens. */
    static boolean isAnsweredAt(URI uri, Duration patience) {
        var port = uri.getPort() < 0 ? REDIS_PORT : uri.getPort();
        try (var dialogue = new Dialogue(new InetSocketAddress(uri.getHost(), port), patience)) {
            return "rediss".equals(uri.getScheme()) || dialogue.isRedis();
        } catch (IOException _) {
            return false;
        }
    }

    private boolean isRedis() throws IOException {
        send("PING");
        var kind = answers.read();
        return kind == '+' || kind == '-';
    }

    /**
     * One command.
     *
     * @throws IOException also if the answer is an error
     */
    String ask(String... words) throws IOException {
        send(words);
        var kind = answers.read();
        var line = line();
        return switch (kind) {
            case '+', ':' -> line;
            case '$' -> bulk(Integer.parseInt(line));
            default -> throw new IOException("Redis answers: " + line);
        };
    }

    /** Until the server closes the connection. */
    void awaitEnd() throws IOException {
        answers.transferTo(OutputStream.nullOutputStream());
    }

    private void send(String... words) throws IOException {
        var text = new StringBuilder("*%d\r\n".formatted(words.length));
        for (var word : words) {
            text.append("$%d\r\n%s\r\n".formatted(word.getBytes(UTF_8).length, word));
        }
        socket.getOutputStream().write(text.toString().getBytes(UTF_8));
    }

    private String bulk(int length) throws IOException {
        var bytes = answers.readNBytes(length);
        answers.skipNBytes(2);
        return new String(bytes, UTF_8);
    }

    private String line() throws IOException {
        var text = new StringBuilder();
        for (var next = answers.read(); next != '\n'; next = answers.read()) {
            if (next < 0) {
                throw new EOFException("the connection was closed");
            }
            text.append((char) next);
        }
        return text.toString().strip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
