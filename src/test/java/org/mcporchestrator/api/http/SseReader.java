package org.mcporchestrator.api.http;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.restassured.path.json.JsonPath;

/** Reads server-sent events as a browser does, as far as the tests need it. */
public final class SseReader implements AutoCloseable {

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpResponse<Stream<String>> response;
    private final Iterator<String> lines;

    /** One frame; a comment has only a text. */
    public record Frame(Optional<String> id, String event, String data, String comment) {

        public JsonPath json() {
            return JsonPath.from(data);
        }
    }

    public SseReader(URI root, String path, Optional<String> lastEventId) throws Exception {
        var request = HttpRequest.newBuilder(root.resolve(path)).timeout(Duration.ofSeconds(20)).header("Accept",
                "text/event-stream");
        lastEventId.ifPresent(id -> request.header("Last-Event-ID", id));
        response = client.send(request.build(), BodyHandlers.ofLines());
        lines = response.body().iterator();
    }

    public HttpResponse<Stream<String>> response() {
        return response;
    }

    /** The next frame; empty at the end. */
    public Optional<Frame> next() {
        var id = Optional.<String> empty();
        String event = "", data = "", comment = "";
        while (lines.hasNext()) {
            var line = lines.next();
            if (line.isEmpty()) {
                return Optional.of(new Frame(id, event, data, comment));
            } else if (line.startsWith(":")) {
                comment = line.substring(1).strip();
            } else if (line.startsWith("id: ")) {
                id = Optional.of(line.substring(4));
            } else if (line.startsWith("event: ")) {
                event = line.substring(7);
            } else if (line.startsWith("data: ")) {
                data = line.substring(6);
            } else {
                throw new AssertionError("no line of an event stream: " + line);
            }
        }
        return Optional.empty();
    }

    /** All frames to the end that are no comments. */
    public List<Frame> rest() {
        var all = new ArrayList<Frame>();
        for (var frame = next(); frame.isPresent(); frame = next()) {
            frame.filter(one -> one.comment().isEmpty()).ifPresent(all::add);
        }
        return all;
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
