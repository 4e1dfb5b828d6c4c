package org.mcporchestrator.api.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@Tag("application")
class McpResourcesTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TestHTTPResource
    URI server;

    McpSession client;

    @BeforeEach
    void begin() {
        client = new McpSession(server).begun();
    }

    @Test
    void patternsAreListedAndWorkflowsHaveTemplates() {
        assertThat(client.call("resources/list", Map.of()).result().path("resources"))
                .extracting(resource -> resource.path("uri").asText())
                .containsExactly("orchestrator://beltalowda/info", "orchestrator://swarm/info");
        assertThat(client.call("resources/templates/list", Map.of()).result().path("resourceTemplates"))
                .extracting(template -> template.path("uriTemplate").asText())
                .containsExactlyInAnyOrder("orchestrator://{pattern}/info", "orchestrator://{task_id}/status",
                        "orchestrator://{task_id}/results", "orchestrator://{task_id}/report",
                        "orchestrator://{task_id}/events");
    }

    @Test
    void aPatternIsReadByItsName() throws Exception {
        var swarm = MAPPER.readTree(read("orchestrator://swarm/info").path("text").asText());

        assertThat(swarm.path("name").asText()).isEqualTo("swarm");
        assertThat(swarm.path("use_cases")).hasSize(4);
    }

    @Test
    void anEndedWorkflowIsReadFromAllSides() throws Exception {
        var id = ended();

        var status = MAPPER.readTree(read("orchestrator://" + id + "/status").path("text").asText());
        var results = MAPPER.readTree(read("orchestrator://" + id + "/results").path("text").asText());
        var report = read("orchestrator://" + id + "/report");
        var events = MAPPER.readTree(read("orchestrator://" + id + "/events").path("text").asText());

        assertThat(status.path("status").asText()).isEqualTo("completed");
        assertThat(results.path("agent_results")).hasSize(2);
        assertThat(report.path("mimeType").asText()).isEqualTo("text/markdown");
        assertThat(report.path("text").asText()).startsWith("# Research: tides\n").contains(id, "## Task");
        assertThat(events.path("events").get(0).path("event_type").asText()).isEqualTo("workflow_start");
        assertThat(events.path("events").get(0).path("id").asText()).isEqualTo("1-1");
        assertThat(events.path("events").get(events.path("count").asInt() - 1).path("event_type").asText())
                .isEqualTo("workflow_complete");
    }

    @Test
    void aRunningWorkflowHasNoResultsYet() throws Exception {
        var id = slow();

        assertThat(MAPPER.readTree(read("orchestrator://" + id + "/results").path("text").asText()).path("error").asText())
                .contains("has not ended");
        assertThat(read("orchestrator://" + id + "/report").path("text").asText()).contains("There is no report yet");
    }

    @ParameterizedTest
    @ValueSource(strings = { "orchestrator://research_000000000000/status", "orchestrator://nonsense/status",
            "orchestrator://research_000000000000/nonsense", "orchestrator://nonsense/info", "orchestrator://",
            "file:///etc/passwd" })
    void whatIsNotThereIsNotFound(String uri) {
        assertThat(client.call("resources/read", Map.of("uri", uri)).answer().at("/error/code").asInt()).isEqualTo(-32002);
    }

    @Test
    void idsAndPatternsAreCompleted() {
        var id = slow();

        assertThat(completed("orchestrator://{task_id}/report", "task_id", id.substring(0, 12))).contains(id);
        assertThat(completed("orchestrator://{task_id}/report", "task_id", "search_zzz")).isEmpty();
        assertThat(completed("orchestrator://{pattern}/info", "pattern", "b")).containsExactly("beltalowda");
    }

    @Test
    void aSubscriberHearsOfEachChange() {
        var id = slow();
        var stream = client.listen();
        await().until(() -> !stream.lines().isEmpty());

        assertThat(client.call("resources/subscribe", Map.of("uri", "orchestrator://" + id + "/status")).answer().has("result"))
                .isTrue();

        await().until(() -> updates(stream, "orchestrator://" + id + "/status") >= 3);
    }

    @Test
    void whoSubscribedToTheReportHearsOfItWhenItIsThere() {
        var id = slow();
        assertThat(client.call("resources/subscribe", Map.of("uri", "orchestrator://" + id + "/report")).answer().has("result"))
                .isTrue();
        var stream = client.listen();
        await().until(() -> !stream.lines().isEmpty());

        await().until(() -> {
            // Again where a busy Redis refused it: a workflow that has ended stays as it is
            var _ = client.tool("cancel_orchestration", Map.of("task_id", id));
            return updates(stream, "orchestrator://" + id + "/report") == 1;
        });
    }

    @Test
    void whoUnsubscribedHearsNothingMore() {
        var id = slow();
        var uri = "orchestrator://" + id + "/status";
        var other = "orchestrator://" + id + "/events";
        var stream = client.listen();
        await().until(() -> !stream.lines().isEmpty());
        var _ = client.call("resources/subscribe", Map.of("uri", uri));
        var _ = client.call("resources/subscribe", Map.of("uri", other));
        await().until(() -> updates(stream, uri) > 0 && updates(stream, other) > 0);

        var _ = client.call("resources/unsubscribe", Map.of("uri", uri));

        var heard = updates(stream, uri);
        var more = updates(stream, other);
        await().until(() -> updates(stream, other) > more + 2);
        assertThat(updates(stream, uri)).isLessThanOrEqualTo(heard + 1);
    }

    @Test
    void nobodySubscribesToWhatIsNotThere() {
        assertThat(client.call("resources/subscribe", Map.of("uri", "orchestrator://research_000000000000/status")).answer()
                .at("/error/code").asInt()).isEqualTo(-32002);
        assertThat(
                client.call("resources/subscribe", Map.of("uri", "orchestrator://nowhere")).answer().at("/error/code").asInt())
                .isEqualTo(-32002);
    }

    @ParameterizedTest
    @CsvSource({ "research_brief,topic", "comparison,subjects", "literature_review,question", "fact_check,claim" })
    void promptsAreFilledIn(String name, String blank) {
        assertThat(client.call("prompts/list", Map.of()).result().path("prompts"))
                .extracting(prompt -> prompt.path("name").asText()).contains(name);

        var filled = client.call("prompts/get", Map.of("name", name, "arguments", Map.of(blank, "tides {WAIT} $1 {topic}")));

        assertThat(filled.result().at("/messages/0/role").asText()).isEqualTo("user");
        assertThat(filled.result().at("/messages/0/content/text").asText())
                .contains("tides {WAIT} $1 {topic}", "orchestrate_", "wait_seconds")
                .doesNotContain("{audience}", "{criteria}", "%s");
        assertThat(client.call("prompts/get", Map.of("name", name, "arguments", Map.of())).answer().at("/error/code").asInt())
                .isEqualTo(-32602);
    }

    @Test
    void theLevelOfTheLogIsTaken() {
        assertThat(client.call("logging/setLevel", Map.of("level", "warning")).answer().has("result")).isTrue();
        assertThat(client.call("logging/setLevel", Map.of("level", "loud")).answer().at("/error/code").asInt())
                .isEqualTo(-32602);
    }

    @Test
    void onlyPromptsAndResourcesAreCompleted() {
        var answer = client.call("completion/complete", Map.of("ref", Map.of("type", "ref/tool", "name", "search"),
                "argument", Map.of("name", "task", "value", "t"))).answer();

        assertThat(answer.at("/error/code").asInt()).isEqualTo(-32602);
        assertThat(answer.at("/error/message").asText()).contains("params.ref.type", "ref/prompt", "ref/resource");
    }

    private JsonNode read(String uri) {
        var contents = client.call("resources/read", Map.of("uri", uri)).result().path("contents");
        assertThat(contents).hasSize(1);
        assertThat(contents.get(0).path("uri").asText()).isEqualTo(uri);
        return contents.get(0);
    }

    private List<String> completed(String template, String argument, String begun) {
        var values = client.call("completion/complete", Map.of("ref", Map.of("type", "ref/resource", "uri", template),
                "argument", Map.of("name", argument, "value", begun))).result().at("/completion/values");
        return StreamSupport.stream(values.spliterator(), false).map(JsonNode::asText).toList();
    }

    private static long updates(McpSession.Stream stream, String uri) {
        return stream.messages().stream()
                .filter(message -> message.path("method").asText().equals("notifications/resources/updated"))
                .filter(message -> message.at("/params/uri").asText().equals(uri))
                .count();
    }

    private String ended() {
        return client.tool("orchestrate_research", Map.of("task", "tides", "num_agents", 2, "wait_seconds", 30))
                .structured().path("task_id").asText();
    }

    private String slow() {
        return client.tool("orchestrate_research", Map.of("task", "take your time", "num_agents", 100,
                "max_concurrent_agents", 1)).structured().path("task_id").asText();
    }
}
