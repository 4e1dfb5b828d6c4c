package org.mcporchestrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mcporchestrator.cli.client.Client;
import org.mcporchestrator.cli.process.Surroundings;
import org.mcporchestrator.cli.process.Terminal;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@Tag("application")
class CommandLineTest {

    private static final String ID = "research_[0-9a-f]{12}";

    @TestHTTPResource("/")
    URI server;

    private record Run(int code, String out, String err) {

        List<JsonNode> json() throws Exception {
            var lines = new ArrayList<JsonNode>();
            for (var line : out.lines().toList()) {
                lines.add(Client.JSON.readTree(line));
            }
            return lines;
        }
    }

    private Run run(String... arguments) {
        return run(Map.of("ORCHESTRATOR_URL", server.toString()), Optional.empty(), arguments);
    }

    private static Run run(Map<String, String> variables, Optional<Terminal> terminal, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var surroundings = new Surroundings(variables::get, new BufferedReader(new StringReader("")),
                new PrintWriter(out, true), new PrintWriter(err, true), terminal, Clock.systemUTC());
        return new Run(Main.execute(surroundings, arguments), out.toString(), err.toString());
    }

    private String detached(String... options) {
        var arguments = new ArrayList<>(List.of("research", "Why is the sky blue?", "--detach"));
        arguments.addAll(Arrays.asList(options));
        var run = run(arguments.toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isZero();
        return run.out().strip();
    }

    @Test
    void researchTellsOfItsAgentsAndPrintsTheReport() {
        var run = run("research", "Why is the sky blue?", "--agents", "10", "--title", "Sky");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("## Why is the sky blue?").doesNotContain("belter_0 begins");
        assertThat(run.err()).containsPattern(ID).contains("started: Sky", "split into 10 subtasks", "belter_0 begins: ",
                "belter_1 done: ", "camina done", "completed: ");
    }

    @Test
    void searchPrintsWhatWasFound() {
        var run = run("search", "blue skies", "-n", "2", "--set", "search_depth=quick");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("blue skies");
    }

    @Test
    void programsGetEachEventAndThenTheResultAsJson() throws Exception {
        var lines = run("research", "Why?", "--agents", "2", "--set", "enable_drummer=false", "--json").json();

        assertThat(lines.getFirst().path("event_type").asText()).isEqualTo("workflow_start");
        assertThat(lines.getFirst().path("position").asText()).isEqualTo("1-1");
        assertThat(lines.get(lines.size() - 2).path("event_type").asText()).isEqualTo("workflow_complete");
        assertThat(lines.getLast().path("result").path("agent_results")).hasSize(2);
    }

    @Test
    void terminalsGetALineForEachAgentAndTier() {
        var run = run(Map.of("ORCHESTRATOR_URL", server.toString()), Optional.of(new Terminal(24, 80)), "research", "Why?",
                "--agents", "10");

        var pictures = run.err().split("\033\\[J");
        assertThat(pictures[pictures.length - 1].lines().map(String::strip)).anyMatch(line -> line.startsWith("✓ belter_0"))
                .anyMatch(line -> line.startsWith("✓ drummer"))
                .anyMatch(line -> line.startsWith("completed · 10 of 10 agents · $0.00 · "));
    }

    @Test
    void workflowsCanBeWatchedAndReadByTheirIds() throws Exception {
        var id = detached("--agents", "10");

        assertThat(id).matches(ID);
        assertThat(run("result", id, "--wait").out()).contains("## Why is the sky blue?");
        assertThat(run("status", id).out()).startsWith(id + "  completed  done").contains("100 %  10 of 10 agents");
        assertThat(run("events", id).out()).contains("belter_2 done", "completed: ");
        assertThat(run("events", id, "--after", "1-1", "--json").json().getFirst().path("position").asText()).isEqualTo("1-2");
        assertThat(run("list", "--limit", "1").out().lines()).singleElement().asString().contains(id);
    }

    @Test
    void whatHasEndedCannotBeCancelled() {
        var id = detached();
        assertThat(run("result", id, "--wait").code()).isZero();

        var run = run("cancel", id);

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err()).contains("(409)");
    }

    @Test
    void wrongInputIsToldFieldByField() {
        var run = run("research", "Why?", "--agents", "1000", "--set", "max_retries=-1");

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err()).contains("(400)", "num_agents: ", "max_retries: ");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void unknownWorkflowIsRefused() {
        assertThat(run("events", "research_000000000000").code()).isEqualTo(4);
        assertThat(run("status", "research_000000000000").code()).isEqualTo(4);
    }

    @Test
    void serverThatWasNamedButDoesNotAnswerIsNotReplaced() {
        var run = run(Map.of(), Optional.empty(), "research", "Why?", "--server", "http://127.0.0.1:1");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("no server answers at http://127.0.0.1:1");
    }

    @Test
    void wrongUsageIsToldWithTheUsage() {
        assertThat(run("research").code()).isEqualTo(2);
        assertThat(run("reserch", "Why?").err()).contains("reserch", "mcp-orchestrator research");
        assertThat(run("list", "--server", "localhost").err()).contains("must be a URL");
    }

    @Test
    void helpAndVersionNeedNoServer() {
        assertThat(run(Map.of(), Optional.empty(), "--help").out()).contains("serve", "research", "Exit codes");
        assertThat(run(Map.of(), Optional.empty(), "research", "--help").out()).contains("--agents", "--max-cost");
        assertThat(run(Map.of(), Optional.empty(), "--version").out()).matches("mcp-orchestrator \\d+\\.\\d+\\S*\\R");
    }
}
