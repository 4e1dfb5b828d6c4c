package org.mcporchestrator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** {@code mcp} as model clients start it: a process whose input and output are messages. */
@Tag("long")
class McpCommandIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    Path folder;

    private final List<Talk> talks = new ArrayList<>();
    private Server redis;
    private App app;

    @BeforeEach
    void start() {
        redis = new Server(folder).start();
        app = new App(folder, redis.port()).with("ORCHESTRATOR_API_KEY", "secret")
                .set("provider.scripted.latency", "50ms");
    }

    @AfterEach
    void end() {
        talks.forEach(talk -> App.end(talk.process.destroyForcibly()));
        app.close();
        redis.close();
    }

    /** A process of the command, and what it said so far. */
    private record Talk(Process process, BufferedWriter in, Path out, Path err) {

        void say(String method, int id, Map<String, ?> params) {
            write(Map.of("jsonrpc", "2.0", "id", id, "method", method, "params", params));
        }

        void tell(String method, Map<String, ?> params) {
            write(Map.of("jsonrpc", "2.0", "method", method, "params", params));
        }

        private void write(Map<String, ?> message) {
            try {
                in.write(MAPPER.writeValueAsString(message));
                in.newLine();
                in.flush();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        /** Fails if a line is no message. */
        List<JsonNode> messages() {
            try {
                var messages = new ArrayList<JsonNode>();
                var text = Files.readString(out);
                for (var line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
                    messages.add(message(line));
                }
                return messages;
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        private static JsonNode message(String line) throws JsonProcessingException {
            var message = MAPPER.readTree(line);
            assertThat(message.path("jsonrpc").asText()).as(line).isEqualTo("2.0");
            return message;
        }

        List<JsonNode> notifications(String method) {
            return messages().stream().filter(message -> message.path("method").asText().equals(method)).toList();
        }

        private Optional<JsonNode> answer(int id) {
            return messages().stream().filter(message -> message.path("id").asInt(-1) == id).findFirst();
        }

        JsonNode awaitAnswer(int id) {
            await().atMost(PATIENCE).until(() -> answer(id).isPresent());
            return answer(id).orElseThrow();
        }

        Talk begun() {
            say("initialize", 0, Map.of("protocolVersion", "2025-11-25", "capabilities", Map.of(), "clientInfo",
                    Map.of("name", "test", "version", "1")));
            assertThat(awaitAnswer(0).at("/result/protocolVersion").asText()).isEqualTo("2025-11-25");
            tell("notifications/initialized", Map.of());
            return this;
        }

        /** Ends the input; answers the exit code. */
        int hangUp() throws IOException, InterruptedException {
            in.close();
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("it ends").isTrue();
            return process.exitValue();
        }
    }

    private Talk talk(Map<String, String> variables) throws IOException {
        var command = new ArrayList<>(App.command());
        command.add("mcp");
        var out = folder.resolve("out-" + talks.size());
        var err = folder.resolve("err-" + talks.size());
        var process = App.clean(new ProcessBuilder(command), variables).redirectOutput(out.toFile())
                .redirectError(err.toFile()).start();
        var talk = new Talk(process, process.outputWriter(StandardCharsets.UTF_8), out, err);
        talks.add(talk);
        return talk;
    }

    /** With a server that there is from now on. */
    private Talk begun() throws IOException {
        app.start().awaitReady();
        return talk(Map.of("ORCHESTRATOR_URL", app.uri("/").toString(), "ORCHESTRATOR_API_KEY", "secret")).begun();
    }

    private static Map<String, ?> research(Map<String, ?> arguments) {
        return Map.of("name", "orchestrate_research", "arguments", arguments, "_meta", Map.of("progressToken", "p"));
    }

    @Test
    void researchIsAnsweredAfterItsProgress() throws Exception {
        var talk = begun();
        talk.say("tools/list", 1, Map.of());
        talk.say("tools/call", 2, research(Map.of("task", "tides", "num_agents", 3, "wait_seconds", 60)));

        // The input ends, and what was asked for is still answered
        assertThat(talk.hangUp()).as(Files.readString(talk.err())).isZero();

        assertThat(talk.awaitAnswer(1).at("/result/tools")).hasSize(7);
        assertThat(talk.awaitAnswer(2).at("/result/structuredContent/status").asText()).isEqualTo("completed");
        assertThat(talk.notifications("notifications/progress")).hasSizeGreaterThanOrEqualTo(5);
        assertThat(Files.readString(talk.err())).isEmpty();
    }

    @Test
    void callThatIsGivenUpStopsItsWorkflowWhileOthersAreAnswered() throws Exception {
        var talk = begun();
        talk.say("tools/call", 1, research(Map.of("task", "slow", "num_agents", 100, "max_concurrent_agents", 1,
                "wait_seconds", 60, "cancel_on_disconnect", true)));
        await().atMost(PATIENCE).until(() -> !talk.notifications("notifications/progress").isEmpty());
        talk.say("tools/call", 2, research(Map.of("task", "watched", "num_agents", 100, "max_concurrent_agents", 1)));
        var watched = talk.awaitAnswer(2).at("/result/structuredContent/task_id").asText();
        talk.say("resources/subscribe", 3, Map.of("uri", "orchestrator://" + watched + "/status"));
        await().atMost(PATIENCE).until(() -> !talk.notifications("notifications/resources/updated").isEmpty());

        talk.tell("notifications/cancelled", Map.of("requestId", 1));

        await().atMost(PATIENCE).until(() -> statuses().contains("cancelled"));
        talk.say("tools/call", 4, Map.of("name", "cancel_orchestration", "arguments", Map.of("task_id", watched)));
        assertThat(talk.awaitAnswer(4).at("/result/structuredContent/cancelled").asBoolean()).isTrue();
        assertThat(talk.hangUp()).isZero();
        assertThat(talk.messages()).noneMatch(message -> message.path("id").asInt(-1) == 1);
    }

    private String statuses() throws Exception {
        var list = folder.resolve("list");
        var command = new ArrayList<>(App.command());
        command.add("list");
        var process = App.clean(new ProcessBuilder(command), Map.of("ORCHESTRATOR_URL", app.uri("/").toString(),
                "ORCHESTRATOR_API_KEY", "secret")).redirectOutput(list.toFile()).start();
        assertThat(process.waitFor()).isZero();
        return Files.readString(list);
    }

    @Test
    void serverThatDiesIsToldToEachRequestAndUsedAgainWhenItIsBack() throws Exception {
        var talk = begun();
        talk.say("tools/call", 1, research(Map.of("task", "slow", "num_agents", 100, "max_concurrent_agents", 1,
                "wait_seconds", 60)));
        await().atMost(PATIENCE).until(() -> !talk.notifications("notifications/progress").isEmpty());

        app.kill();
        var lost = talk.awaitAnswer(1);
        talk.say("tools/list", 2, Map.of());
        var nobody = talk.awaitAnswer(2);
        app.start().awaitReady();
        talk.say("tools/list", 3, Map.of());

        assertThat(lost.at("/error/code").asInt()).isEqualTo(-32000);
        assertThat(nobody.at("/error/message").asText()).startsWith("no server answers at ");
        assertThat(talk.awaitAnswer(3).at("/result/tools")).hasSize(7);
        assertThat(talk.hangUp()).isZero();
        assertThat(Files.readString(talk.err())).contains("no server answers at ");
    }

    @Test
    void withoutAServerThereIsOneInTheProcess() throws Exception {
        var talk = talk(Map.of("PORT", Integer.toString(App.freePort()), "DEFAULT_PROVIDER", "scripted")).begun();
        talk.say("tools/call", 1, research(Map.of("task", "tides", "num_agents", 2, "wait_seconds", 60)));

        assertThat(talk.awaitAnswer(1).at("/result/structuredContent/status").asText()).isEqualTo("completed");
        assertThat(talk.hangUp()).isZero();
        assertThat(Files.readString(talk.err())).contains("in this process");
    }

    @Test
    void serverThatWasNamedButDoesNotAnswerIsNotReplaced() throws Exception {
        var talk = talk(Map.of("ORCHESTRATOR_URL", "http://127.0.0.1:" + App.freePort()));

        assertThat(talk.process().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(talk.process().exitValue()).isEqualTo(3);
        assertThat(Files.readString(talk.out())).isEmpty();
        assertThat(Files.readString(talk.err())).startsWith("no server answers at ");
    }
}
