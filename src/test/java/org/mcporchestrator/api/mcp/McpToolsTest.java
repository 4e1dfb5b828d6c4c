package org.mcporchestrator.api.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@Tag("application")
class McpToolsTest {

    private static final List<String> NAMES = List.of("orchestrate_research", "orchestrate_search", "get_orchestration_status",
            "cancel_orchestration", "list_orchestrator_patterns", "list_registered_tools", "execute_registered_tool");

    @TestHTTPResource
    URI server;

    McpSession client;

    @BeforeEach
    void begin() {
        client = new McpSession(server).begun();
    }

    @Test
    void theServerTellsWhatItCanDo() {
        var result = client.call("initialize", Map.of("protocolVersion", "2025-11-25", "capabilities", Map.of(), "clientInfo",
                Map.of("name", "test", "version", "1"))).answer();

        assertThat(result.path("error").isMissingNode()).isFalse();
        var fresh = new McpSession(server).call("initialize", Map.of("protocolVersion", "2025-06-18", "capabilities", Map.of(),
                "clientInfo", Map.of("name", "test", "version", "1"))).result();
        assertThat(fresh.path("protocolVersion").asText()).isEqualTo("2025-06-18");
        assertThat(fresh.path("capabilities").fieldNames()).toIterable()
                .contains("tools", "resources", "prompts", "completions", "logging");
        assertThat(fresh.at("/capabilities/resources/subscribe").asBoolean()).isTrue();
        assertThat(fresh.path("instructions").asText()).contains("orchestrate_research");
    }

    @Test
    void eachToolIsListedOnceWithAllThatAModelNeeds() {
        var tools = client.call("tools/list", Map.of()).result().path("tools");

        assertThat(tools).extracting(tool -> tool.path("name").asText()).containsExactlyElementsOf(NAMES);
        assertThat(tools).allSatisfy(tool -> {
            assertThat(tool.path("title").asText()).isNotBlank();
            assertThat(tool.path("description").asText()).isNotBlank();
            assertThat(tool.at("/inputSchema/type").asText()).isEqualTo("object");
            assertThat(tool.at("/outputSchema/properties/success/type").asText()).isEqualTo("boolean");
            assertThat(tool.path("annotations").fieldNames()).toIterable()
                    .contains("readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint");
        });
        assertThat(tools.get(0).at("/inputSchema/properties/wait_seconds/maximum").asInt()).isEqualTo(3600);
        assertThat(tools.get(2).at("/annotations/readOnlyHint").asBoolean()).isTrue();
        assertThat(tools.get(3).at("/annotations/destructiveHint").asBoolean()).isTrue();
    }

    @Test
    void aStartIsAnsweredAtOnceWithTheId() {
        var answer = client.tool("orchestrate_research", Map.of("task", "tides", "num_agents", 2));

        assertThat(answer.result().path("isError").asBoolean()).isFalse();
        assertThat(answer.structured().path("task_id").asText()).startsWith("research_");
        assertThat(answer.structured().path("status").asText()).isEqualTo("running");
        assertThat(answer.text()).contains(answer.structured().path("task_id").asText());
    }

    @Test
    void whoWaitsHearsOfEachStepAndGetsTheReport() {
        var answer = client.call("tools/call", Map.of("name", "orchestrate_research",
                "arguments", Map.of("task", "tides", "num_agents", 6, "wait_seconds", 30),
                "_meta", Map.of("progressToken", "token-1")));

        assertThat(answer.structured().path("status").asText()).isEqualTo("completed");
        assertThat(answer.text()).startsWith("# Research: tides").contains("[simulated]");
        var progress = answer.notifications().stream()
                .filter(message -> message.path("method").asText().equals("notifications/progress"))
                .map(message -> message.path("params")).toList();
        // the decomposition, six agents, drummers, camina, the whole synthesis
        assertThat(progress).hasSize(10).allSatisfy(step -> {
            assertThat(step.path("progressToken").asText()).isEqualTo("token-1");
            assertThat(step.path("progress").asInt()).isLessThanOrEqualTo(step.path("total").asInt());
            assertThat(step.path("message").asText()).isNotBlank();
        });
        assertThat(progress).extracting(step -> step.path("progress").asInt()).isSorted().doesNotHaveDuplicates();
        assertThat(progress.getLast().path("progress")).isEqualTo(progress.getLast().path("total"));
    }

    @Test
    void whoSendsNoTokenHearsNothingBeforeTheAnswer() {
        var answer = client.tool("orchestrate_search", Map.of("query", "tides", "num_agents", 2, "wait_seconds", 30));

        assertThat(answer.structured().path("status").asText()).isEqualTo("completed");
        assertThat(answer.notifications()).isEmpty();
    }

    @Test
    void patienceEndsBeforeTheWorkflow() {
        var answer = client.tool("orchestrate_research", slow(Map.of("wait_seconds", 0.2)));

        assertThat(answer.structured().path("status").asText()).isIn("pending", "running");
        assertThat(answer.structured().path("message").asText()).contains("get_orchestration_status");
    }

    @Test
    void everyAnswerHasTheShapeThatItsToolTells() {
        var shapes = new HashMap<String, JsonNode>();
        client.call("tools/list", Map.of()).result().path("tools")
                .forEach(tool -> shapes.put(tool.path("name").asText(), tool.path("outputSchema")));
        var waited = client.tool("orchestrate_search", Map.of("query", "tides", "num_agents", 2, "wait_seconds", 30));
        var id = waited.structured().path("task_id").asText();
        var slow = client.tool("orchestrate_research", slow(Map.of()));
        var answers = Map.of(
                "orchestrate_search", waited,
                "orchestrate_research", slow,
                "get_orchestration_status", client.tool("get_orchestration_status", Map.of("task_id", id)),
                "cancel_orchestration", client.tool("cancel_orchestration",
                        Map.of("task_id", slow.structured().path("task_id").asText())),
                "list_orchestrator_patterns", client.tool("list_orchestrator_patterns", Map.of()),
                "list_registered_tools", client.tool("list_registered_tools", Map.of()),
                "execute_registered_tool", client.tool("execute_registered_tool",
                        Map.of("tool_name", "list_orchestrator_patterns")));

        assertThat(answers).allSatisfy((name, answer) -> {
            var schema = JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(shapes.get(name));
            assertThat(answer.structured().isObject()).as(name).isTrue();
            assertThat(schema.validate(answer.structured())).as(name).isEmpty();
        });
        assertThat(answers.keySet()).containsExactlyInAnyOrderElementsOf(NAMES);
    }

    @ParameterizedTest
    @CsvSource({ "dream_research,task", "dreamwalker_orchestrate_cascade,task", "dream_search,query",
            "dreamwalker_orchestrate_swarm,query" })
    void startsAnswerToTheirOldNames(String alias, String subject) {
        var answer = client.tool(alias, Map.of(subject, "tides", "num_agents", 1));

        assertThat(answer.structured().path("success").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = { "dreamwalker_patterns", "dreamwalker_utility_patterns", "dreamwalker_list_tools",
            "dreamwalker_utility_registry_list" })
    void listsAnswerToTheirOldNames(String alias) {
        assertThat(client.tool(alias, Map.of()).structured().path("count").asInt()).isPositive();
    }

    @Test
    void wrongArgumentsAreAllToldToTheModel() {
        var answer = client.tool("orchestrate_research", Map.of("num_agents", 0, "enable_drummer", "perhaps"));

        assertThat(answer.result().path("isError").asBoolean()).isTrue();
        assertThat(answer.structured().isMissingNode() || answer.structured().isNull()).isTrue();
        assertThat(answer.text()).contains("change these arguments", "- task: is required",
                "- num_agents: must be a whole number from 1 to 100", "- enable_drummer: must be true or false");
    }

    @Test
    void argumentsAreAsExactAsOverHttp() {
        var tooLarge = client.raw("""
                {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"orchestrate_research",
                 "arguments":{"task":"tides","max_total_cost":1e999999999,"title":null}}}""");

        assertThat(tooLarge.statusCode()).isEqualTo(200);
        assertThat(tooLarge.body()).contains("max_total_cost: must be a number from").doesNotContain("title");
    }

    @Test
    void anArgumentThatIsNullIsAbsent() {
        var arguments = new HashMap<String, Object>(Map.of("task", "tides", "num_agents", 1));
        arguments.put("title", null);

        assertThat(client.tool("orchestrate_research", arguments).structured().path("title").asText())
                .isEqualTo("Research: tides");
    }

    @Test
    void anUnknownWorkflowIsAnErrorOfTheTool() {
        var answer = client.tool("get_orchestration_status", Map.of("task_id", "research_000000000000"));

        assertThat(answer.result().path("isError").asBoolean()).isTrue();
        assertThat(answer.text()).startsWith("unknown_workflow: ");
    }

    @Test
    void anUnknownToolIsAnErrorOfTheProtocol() {
        var answer = client.tool("rm", Map.of());

        assertThat(answer.answer().at("/error/code").asInt()).isEqualTo(-32602);
    }

    @Test
    void aCancelledCallStopsTheWorkflowIfThatWasAskedFor() {
        var before = workflows();
        var call = client.later(4711, "tools/call", Map.of("name", "orchestrate_research",
                "arguments", slow(Map.of("wait_seconds", 60, "cancel_on_disconnect", true))));
        var id = await().until(() -> workflows().stream().filter(known -> !before.contains(known)).findFirst(),
                java.util.Optional::isPresent).orElseThrow();

        client.notify("notifications/cancelled", Map.of("requestId", 4711, "reason", "not needed"));

        await().untilAsserted(() -> assertThat(status(id)).isEqualTo("cancelled"));
        await().until(call::isDone);
        assertThat(call.join().answer().isEmpty()).as("a cancelled request has no answer").isTrue();
    }

    @Test
    void aClientThatIsGoneStopsTheWorkflowIfThatWasAskedForAndIsNoErrorOfTheServer() {
        var before = workflows();
        var logged = new ConcurrentLinkedQueue<String>();
        var handler = collector(logged);
        Logger.getLogger("").addHandler(handler);
        try (var http = HttpClient.newHttpClient()) {
            var _ = http.sendAsync(HttpRequest.newBuilder(server.resolve("/mcp")).version(HttpClient.Version.HTTP_1_1)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("""
                            {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "orchestrate_research",
                                "arguments": {"task": "take your time", "num_agents": 100, "max_concurrent_agents": 1,
                                    "wait_seconds": 60, "cancel_on_disconnect": true}}}"""))
                    .build(), HttpResponse.BodyHandlers.discarding());
            var id = await().until(() -> workflows().stream().filter(known -> !before.contains(known)).findFirst(),
                    java.util.Optional::isPresent).orElseThrow();

            http.shutdownNow();

            await().untilAsserted(() -> assertThat(status(id)).isEqualTo("cancelled"));
            await().during(Duration.ofMillis(300)).untilAsserted(() -> assertThat(logged).isEmpty());
        } finally {
            Logger.getLogger("").removeHandler(handler);
        }
    }

    private static Handler collector(Collection<String> errors) {
        return new Handler() {

            @Override
            public void publish(LogRecord line) {
                if (line.getLevel().intValue() >= Level.SEVERE.intValue()) {
                    errors.add(line.getMessage());
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    @Test
    void aCancelledCallLeavesTheWorkflowRunningOtherwise() {
        var before = workflows();
        var call = client.later(4712, "tools/call", Map.of("name", "orchestrate_research",
                "arguments", slow(Map.of("wait_seconds", 60))));
        var id = await().until(() -> workflows().stream().filter(known -> !before.contains(known)).findFirst(),
                java.util.Optional::isPresent).orElseThrow();

        client.notify("notifications/cancelled", Map.of("requestId", 4712));

        await().until(call::isDone);
        assertThat(status(id)).isIn("running", "completed");
    }

    private List<String> workflows() {
        var values = client.call("completion/complete", Map.of(
                "ref", Map.of("type", "ref/resource", "uri", "orchestrator://{task_id}/status"),
                "argument", Map.of("name", "task_id", "value", "research_"))).result().at("/completion/values");
        return StreamSupport.stream(values.spliterator(), false).map(JsonNode::asText).toList();
    }

    private String status(String id) {
        return client.tool("get_orchestration_status", Map.of("task_id", id)).structured().path("status").asText();
    }

    private static Map<String, Object> slow(Map<String, ?> more) {
        var arguments = new HashMap<String, Object>(Map.of("task", "take your time", "num_agents", 100,
                "max_concurrent_agents", 1));
        arguments.putAll(more);
        return arguments;
    }
}
