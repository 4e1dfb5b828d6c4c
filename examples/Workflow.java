import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A client of MCP Orchestrator in one file, with nothing but the JDK (21 or newer):
 *
 * <pre>
 * java Workflow.java run "How do tides come about?"
 * java Workflow.java verify SECRET ID TIMESTAMP SIGNATURE &lt; body
 * </pre>
 *
 * The server is that of ORCHESTRATOR_URL, else http://127.0.0.1:5060; its key, if it has one, that of ORCHESTRATOR_API_KEY.
 */
public class Workflow {

    private static final URI SERVER = URI.create(variable("ORCHESTRATOR_URL").orElse("http://127.0.0.1:5060"));
    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final int ATTEMPTS = 10;
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    public static void main(String... arguments) throws Exception {
        switch (arguments.length == 0 ? "" : arguments[0]) {
            case "run" -> run(arguments[1]);
            case "verify" -> {
                var body = System.in.readAllBytes();
                var valid = verify(arguments[1], arguments[2], arguments[3], arguments[4], body, Instant.now());
                System.out.println(valid ? "valid" : "not valid");
                System.exit(valid ? 0 : 1);
            }
            default -> throw new IllegalArgumentException("run TASK, or verify SECRET ID TIMESTAMP SIGNATURE");
        }
    }

    private static void run(String task) throws IOException, InterruptedException {
        var workflow = start(task);
        System.out.println("started " + workflow);
        follow(workflow);
        System.out.println(get(workflow + "/documents/report.md").body());
    }

    /** Answers the path of the workflow. The key makes it safe to send the request again. */
    private static String start(String task) throws IOException, InterruptedException {
        var body = "{\"pattern\":\"beltalowda\",\"input\":{\"task\":" + json(task) + "},\"config\":{\"num_agents\":5}}";
        var request = request("/v1/workflows")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(BodyPublishers.ofString(body)).build();
        for (var attempt = 1;; attempt++) {
            try {
                var response = CLIENT.send(request, BodyHandlers.ofString());
                if (response.statusCode() < 300) {
                    return response.headers().firstValue("Location").orElseThrow();
                }
                if (response.statusCode() != 503 || attempt == ATTEMPTS) {
                    throw new IOException("not started: " + response.statusCode() + " " + response.body());
                }
            } catch (IOException failure) {
                if (attempt == ATTEMPTS || failure.getMessage() != null && failure.getMessage().startsWith("not started")) {
                    throw failure;
                }
            }
            Thread.sleep(500L * attempt);
        }
    }

    /** Prints the events to the last one. A connection that breaks is opened again, behind the last event that came. */
    private static void follow(String workflow) throws IOException, InterruptedException {
        var last = "";
        var attempts = 0;
        while (attempts++ < ATTEMPTS) {
            var request = request(workflow + "/events").header("Accept", "text/event-stream");
            if (!last.isEmpty()) {
                request.header("Last-Event-ID", last);
            }
            try {
                var response = CLIENT.send(request.build(), BodyHandlers.ofLines());
                if (response.statusCode() == 204) {
                    return;
                }
                if (response.statusCode() != 200) {
                    throw new IllegalStateException("no events: " + response.statusCode());
                }
                var reader = new Reader(last);
                try (Stream<String> lines = response.body()) {
                    lines.forEach(reader::take);
                } finally {
                    attempts = reader.last.equals(last) ? attempts : 0;
                    last = reader.last;
                }
                if (reader.closed) {
                    return;
                }
            } catch (IOException | java.io.UncheckedIOException broken) {
                System.err.println("the connection broke, coming back behind " + last);
            }
            Thread.sleep(200);
        }
        throw new IOException("the server does not answer");
    }

    /** Takes the lines of an event stream. An event counts once it has come in full. */
    private static final class Reader {

        private String last;
        private String id = "";
        private String event = "";
        private boolean closed;

        Reader(String last) {
            this.last = last;
        }

        void take(String line) {
            if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("event: ")) {
                event = line.substring(7);
            } else if (line.isEmpty()) {
                if (!id.isEmpty()) {
                    last = id;
                    System.out.println("event " + id + " " + event);
                }
                closed |= event.equals("stream_closed");
                id = "";
                event = "";
            }
        }
    }

    /**
     * Whether a webhook comes from who knows the secret (Standard Webhooks): HMAC-SHA256 over id, timestamp and body. To be
     * computed from the bytes that came, before anything parses them.
     *
     * @param signature the header {@code webhook-signature}; while secrets change it has several
     */
    static boolean verify(String secret, String id, String timestamp, String signature, byte[] body, Instant now)
            throws GeneralSecurityException {
        var age = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now).abs();
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.replaceFirst("^whsec_", "")), "HmacSHA256"));
        mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
        var expected = Base64.getEncoder().encode(mac.doFinal(body));
        return age.compareTo(TOLERANCE) <= 0 && Stream.of(signature.split(" ")).filter(one -> one.startsWith("v1,"))
                .anyMatch(one -> MessageDigest.isEqual(expected, one.substring(3).getBytes(StandardCharsets.UTF_8)));
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return CLIENT.send(request(path).build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(SERVER.resolve(path));
        variable("ORCHESTRATOR_API_KEY").ifPresent(key -> request.header("Authorization", "Bearer " + key));
        return request;
    }

    private static Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isEmpty());
    }

    private static String json(String text) {
        var json = new StringBuilder("\"");
        text.chars().forEach(character -> json.append(switch (character) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            default -> character < ' ' ? String.format("\\u%04x", character) : String.valueOf((char) character);
        }));
        return json.append('"').toString();
    }
}
