package org.mcporchestrator.cli.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Asks one server. Each method waits for its answer, and throws a {@link Failure} if there is none. */
public final class Client implements AutoCloseable {

    public static final ObjectMapper JSON = new ObjectMapper();

    static final Duration CONNECT = Duration.ofSeconds(3);
    /** The server holds back an answer for a minute at most, if it is asked to. */
    static final Duration PATIENCE = Duration.ofSeconds(75);
    private static final int TRIES = 60;

    private final URI server;
    private final Optional<String> key;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT)
            .build();

    /** @param key that the server wants to see, if it wants one */
    public Client(URI server, Optional<String> key) {
        this.server = server;
        this.key = key;
    }

    /** Calls a tool, {@code orchestrate_research} for example. */
    public JsonNode call(String tool, JsonNode arguments) {
        return answer(request("/tools/" + tool).timeout(PATIENCE).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(arguments.toString())).build());
    }

    public JsonNode get(String path) {
        return answer(request(path).timeout(PATIENCE).build());
    }

    /**
     * Hands over the events of a workflow, those of the past first, until it has ended. If the connection breaks it comes back
     * to the same place, for a minute; each event is handed over once.
     *
     * @param after the position behind which to begin; empty: the beginning
     */
    public void follow(String id, String after, Consumer<Event> each) {
        var reading = new Reading(after, each);
        for (var tries = 0; tries < TRIES; tries++) {
            var before = reading.position;
            if (connect(id, reading)) {
                return;
            }
            tries = before.equals(reading.position) ? tries : 0;
            rest();
        }
        throw unreachable();
    }

    /** A session for a model client, which has to begin it. */
    public McpSession mcp() {
        return new McpSession(this);
    }

    /** @throws IOException if no server answers, with a message for people */
    McpAnswer open(HttpRequest request) throws IOException {
        try {
            return new McpAnswer(send(request, BodyHandlers.ofInputStream()));
        } catch (IOException failure) {
            throw new IOException(unreachable().getMessage(), failure);
        }
    }

    /** Whether nothing follows. */
    private boolean connect(String id, Reading reading) {
        var request = request("/stream/" + id).header("Accept", "text/event-stream");
        var begun = reading.position.isEmpty() ? request : request.header("Last-Event-ID", reading.position);
        try {
            var answer = send(begun.build(), BodyHandlers.ofLines());
            try (var lines = answer.body()) {
                return switch (answer.statusCode()) {
                    case 200 -> reading.read(lines);
                    case 204 -> true;
                    case 503 -> false;
                    default -> throw refused(answer.statusCode(), lines.collect(Collectors.joining("\n")));
                };
            }
        } catch (IOException | UncheckedIOException broken) {
            return false;
        }
    }

    /** Where a reader of events is. */
    private static final class Reading {

        private final Consumer<Event> each;
        private String position;

        Reading(String position, Consumer<Event> each) {
            this.position = position;
            this.each = each;
        }

        /** Whether nothing follows. */
        boolean read(Stream<String> lines) {
            var frames = new Frames(lines.iterator());
            for (var frame = frames.next(); frame.isPresent(); frame = frames.next()) {
                if (closes(frame.get())) {
                    return true;
                }
            }
            return false;
        }

        private boolean closes(Frames.Frame frame) {
            if (frame.name().equals("stream_error")) {
                throw new Failure.Refused(json(frame.data()).path("error").asText("the stream cannot go on"));
            }
            if (!frame.id().isEmpty()) {
                each.accept(new Event(frame.id(), json(frame.data())));
                position = frame.id();
            }
            return frame.name().equals("stream_closed");
        }
    }

    private static void rest() {
        try {
            TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new Failure.Unreachable("interrupted");
        }
    }

    HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(server.resolve(path));
        return key.map(text -> request.header("Authorization", "Bearer " + text)).orElse(request);
    }

    private JsonNode answer(HttpRequest request) {
        try {
            var answer = send(request, BodyHandlers.ofString());
            if (answer.statusCode() >= 400) {
                throw refused(answer.statusCode(), answer.body());
            }
            return json(answer.body());
        } catch (IOException failure) {
            throw unreachable();
        }
    }

    private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> body) throws IOException {
        try {
            return http.send(request, body);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException(stop);
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException failure) {
            throw new Failure.Refused("the answer is no JSON; is it an MCP Orchestrator?");
        }
    }

    private Failure unreachable() {
        return new Failure.Unreachable("no server answers at " + server);
    }

    private static Failure refused(int status, String body) {
        try {
            var answer = JSON.readTree(body);
            var problems = answer.path("errors").valueStream()
                    .map(problem -> "\n  " + problem.path("field").asText() + ": " + problem.path("message").asText())
                    .collect(Collectors.joining());
            return new Failure.Refused("%s (%d)%s".formatted(answer.path("error").asText("refused"), status, problems));
        } catch (JsonProcessingException noJson) {
            return new Failure.Refused("the server answered with status " + status);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
