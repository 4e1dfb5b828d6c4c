package org.mcporchestrator.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a client of the application does: of one process, or of several that share their work. */
final class Api implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final List<App> apps;
    private final AtomicInteger turn = new AtomicInteger();
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2)).build();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** A client of several processes asks one after the other. */
    Api(App... apps) {
        this.apps = List.of(apps);
    }

    private App next() {
        return apps.get(Math.floorMod(turn.getAndIncrement(), apps.size()));
    }

    /** @param took of the whole exchange */
    record Answer(int status, JsonNode body, Duration took) {}

    /** @throws IOException if there is no answer, which says nothing about what was done */
    Answer get(String path) throws IOException {
        return send(HttpRequest.newBuilder(next().uri(path)).GET());
    }

    Answer post(String path, JsonNode body) throws IOException {
        return send(HttpRequest.newBuilder(next().uri(path)).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString())));
    }

    Answer tool(String name, String field, String value) throws IOException {
        return post("/tools/" + name, JSON.createObjectNode().put(field, value));
    }

    /** Submits a research that the model splits, or whose subtasks are given. */
    Answer submit(String marker, boolean split) throws IOException {
        return post("/tools/orchestrate_research", form(marker, split));
    }

    /** However often it is submitted: the marker is its key. */
    Answer submitOnce(String marker, boolean split) throws IOException {
        return post("/tools/orchestrate_research", form(marker, split).put("idempotency_key", marker));
    }

    private static ObjectNode form(String marker, boolean split) {
        ObjectNode form = JSON.createObjectNode().put("task", "[" + marker + "] a task")
                .put("num_agents", Model.PARTS).put("drummer_grouping_size", 3);
        if (!split) {
            var subtasks = form.putArray("subtasks");
            IntStream.rangeClosed(1, Model.PARTS).forEach(part -> subtasks.add(Model.part(marker, part)));
        }
        return form;
    }

    Answer status(String id) throws IOException {
        return tool("get_orchestration_status", "task_id", id);
    }

    private Answer send(HttpRequest.Builder request) throws IOException {
        var began = System.nanoTime();
        try {
            var answer = http.send(request.timeout(LIMIT).build(), BodyHandlers.ofString());
            var took = Duration.ofNanos(System.nanoTime() - began);
            return new Answer(answer.statusCode(), json(answer.body()), took);
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    static JsonNode json(String text) {
        try {
            return text.isEmpty() ? JSON.createObjectNode() : JSON.readTree(text);
        } catch (IOException noJson) {
            throw new UncheckedIOException(text, noJson);
        }
    }

    /** Reads the events of a workflow on a thread of its own until they are closed, over any number of connections. */
    Reader read(String id) {
        var reader = new Reader(id);
        Thread.ofVirtual().start(reader);
        return reader;
    }

    /** An event as it was sent. */
    record Event(String position, String type, JsonNode envelope) {

        long seq() {
            return Long.parseLong(position.substring(position.indexOf('-') + 1));
        }

        Instant at() {
            return Instant.parse(envelope.path("timestamp").asText());
        }

        long epoch() {
            return Long.parseLong(position.substring(0, position.indexOf('-')));
        }
    }

    /** A reader that comes back behind the last event that it has seen, to the next process if there are several. */
    final class Reader implements Runnable {

        private final String id;
        private final ConcurrentLinkedQueue<Event> events = new ConcurrentLinkedQueue<>();
        private final ConcurrentLinkedQueue<String> refusals = new ConcurrentLinkedQueue<>();
        private volatile String last = "";
        private volatile boolean done;
        private volatile int connections;

        Reader(String id) {
            this.id = id;
        }

        boolean done() {
            return done;
        }

        int connections() {
            return connections;
        }

        List<Event> events() {
            return List.copyOf(events);
        }

        List<String> refusals() {
            return List.copyOf(refusals);
        }

        @Override
        public void run() {
            try {
                while (!done) {
                    connect();
                    if (closed.await(50, TimeUnit.MILLISECONDS)) {
                        return;
                    }
                }
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }

        private void connect() throws InterruptedException {
            var request = HttpRequest.newBuilder(next().uri("/stream/" + id)).header("Accept", "text/event-stream");
            if (!last.isEmpty()) {
                request.header("Last-Event-ID", last);
            }
            try {
                var answer = http.send(request.build(), BodyHandlers.ofLines());
                try (var lines = answer.body()) {
                    switch (answer.statusCode()) {
                        case 200 -> frames(lines);
                        case 204 -> done = true;
                        default -> refusals.add(answer.statusCode() + " " + lines.toList());
                    }
                }
            } catch (IOException | RuntimeException broken) {
                // comes back
            }
        }

        private void frames(Stream<String> lines) throws IOException {
            connections = connections + 1;
            var frame = new ArrayList<String>();
            for (var line : (Iterable<String>) lines::iterator) {
                if (!line.isEmpty()) {
                    frame.add(line);
                    continue;
                }
                event(frame);
                frame.clear();
                if (done) {
                    return;
                }
            }
        }

        private void event(List<String> frame) throws IOException {
            var type = field(frame, "event").orElse("");
            var position = field(frame, "id");
            if (position.isPresent()) {
                events.add(new Event(position.get(), type, JSON.readTree(field(frame, "data").orElse("{}"))));
                last = position.get();
            } else if (type.equals("stream_closed")) {
                done = true;
            } else if (type.equals("stream_error")) {
                refusals.add(String.join(" ", frame));
            }
        }

        private static Optional<String> field(List<String> frame, String name) {
            return frame.stream().filter(line -> line.startsWith(name + ": ")).map(line -> line.substring(name.length() + 2))
                    .findFirst();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        http.shutdownNow();
    }
}
