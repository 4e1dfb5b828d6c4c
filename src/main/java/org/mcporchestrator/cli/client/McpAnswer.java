package org.mcporchestrator.cli.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/** What a server says to one message, or on its own: one JSON text, or events as they come. */
final class McpAnswer implements AutoCloseable {

    /** Five of the signs of life that the server gives in a stream. */
    private static final Duration SILENCE = Duration.ofSeconds(75);
    private static final ScheduledExecutorService WATCH = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("silence").factory());

    private final HttpResponse<InputStream> response;
    private final BufferedReader reader;

    McpAnswer(HttpResponse<InputStream> response) {
        this.response = response;
        this.reader = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    Optional<String> header(String name) {
        return response.headers().firstValue(name);
    }

    /**
     * Hands over each message as it comes, until the last one.
     *
     * @throws McpRefusal if the server said no
     * @throws IOException if the connection breaks, is silent for too long, or what comes is no message
     */
    void forEach(Consumer<McpMessage> each) throws IOException {
        try {
            if (response.statusCode() >= 300) {
                throw new McpRefusal(response.statusCode(), json(text()));
            } else if (header("Content-Type").orElse("").startsWith("text/event-stream")) {
                events(each);
            } else {
                message(text(), each);
            }
        } catch (UncheckedIOException broken) {
            throw new IOException("the connection to the server broke", broken);
        }
    }

    private void events(Consumer<McpMessage> each) throws IOException {
        var frames = new Frames(new Lines());
        for (var frame = frames.next(); frame.isPresent(); frame = frames.next()) {
            message(frame.get().data(), each);
        }
    }

    private static void message(String text, Consumer<McpMessage> each) throws IOException {
        if (text.isBlank()) {
            return;
        }
        var message = parse(text);
        if (!message.body().isContainerNode()) {
            throw new IOException("the answer is no message; is it an MCP Orchestrator?");
        }
        each.accept(message);
    }

    private static McpMessage parse(String text) throws IOException {
        try {
            return McpMessage.of(text);
        } catch (JsonProcessingException noJson) {
            throw new IOException("the answer is no JSON; is it an MCP Orchestrator?", noJson);
        }
    }

    private static JsonNode json(String text) {
        try {
            return Client.JSON.readTree(text);
        } catch (JsonProcessingException noJson) {
            return MissingNode.getInstance();
        }
    }

    private String text() {
        var text = new StringBuilder();
        new Lines().forEachRemaining(line -> text.append(line).append('\n'));
        return text.toString();
    }

    @Override
    public void close() {
        try {
            response.body().close();
        } catch (IOException broken) {
            // it was to end anyway
        }
    }

    /** Lines as they come; a server that is silent is lost. */
    private final class Lines implements Iterator<String> {

        private @Nullable String ahead;

        @Override
        public boolean hasNext() {
            ahead = ahead == null ? read() : ahead;
            return ahead != null;
        }

        @Override
        public String next() {
            if (!hasNext() || ahead == null) {
                throw new NoSuchElementException();
            }
            var line = ahead;
            ahead = null;
            return line;
        }

        private @Nullable String read() {
            // Closes what is read from, not the reader, which is locked meanwhile
            var alarm = WATCH.schedule(McpAnswer.this::close, SILENCE.toSeconds(), TimeUnit.SECONDS);
            try {
                return reader.readLine();
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            } finally {
                alarm.cancel(false);
            }
        }
    }
}
