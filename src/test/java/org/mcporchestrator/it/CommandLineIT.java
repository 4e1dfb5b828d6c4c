package org.mcporchestrator.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as people and scripts use it: each command a process of its own. */
@Tag("long")
class CommandLineIT {

    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    Path folder;

    private record Run(int code, String out, String err) {}

    private Run run(Map<String, String> variables, String... arguments) throws Exception {
        var out = folder.resolve("out");
        var err = folder.resolve("err");
        var command = new ArrayList<>(App.command());
        command.addAll(Arrays.asList(arguments));
        var process = App.clean(new ProcessBuilder(command), variables).redirectOutput(out.toFile()).redirectError(err.toFile())
                .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return new Run(process.waitFor(), Files.readString(out), Files.readString(err));
    }

    @Test
    void researchWithoutAServerRunsOneInItsOwnProcess() throws Exception {
        var run = run(nobody("DEFAULT_PROVIDER", "scripted"), "research", "Why is the sky blue?", "--agents", "3");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("runs in this process", "belter_2 done", "completed: ");
        assertThat(run.out()).startsWith("# Combined results");
    }

    @Test
    void withoutAProviderNothingIsResearched() throws Exception {
        var run = run(nobody("DEBUG", "false"), "research", "Why?");

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err()).contains("(503)");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void commandsAskTheServer() throws Exception {
        try (var redis = new Server(folder).start(); var app = new App(folder, redis.port())) {
            app.with("ORCHESTRATOR_API_KEY", "secret").start().awaitReady();
            var variables = Map.of("ORCHESTRATOR_URL", app.uri("/").toString(), "ORCHESTRATOR_API_KEY", "secret");

            var id = run(variables, "research", "Why is the sky blue?", "--detach").out().strip();

            assertThat(id).matches("research_[0-9a-f]{12}");
            assertThat(run(variables, "result", id, "--wait").out()).contains("# ");
            assertThat(run(variables, "status", id).out()).contains("completed");
            assertThat(run(variables, "events", id, "--json").out()).contains("\"workflow_complete\"");
            assertThat(run(variables, "list").out()).contains(id);
            assertThat(run(variables, "cancel", id).code()).isEqualTo(4);
            assertThat(run(variables, "health").code()).isZero();
            assertThat(run(Map.of("ORCHESTRATOR_URL", app.uri("/").toString()), "status", id).err()).contains("(401)");
        }
    }

    @Test
    void versionAndHelpAreTold() throws Exception {
        assertThat(run(Map.of(), "--version").out()).startsWith("mcp-orchestrator ");
        assertThat(run(Map.of(), "--help").out()).contains("serve", "research", "Exit codes");
        assertThat(run(Map.of(), "fly").code()).isEqualTo(2);
    }

    /** An environment in which no server is at the default address. */
    private static Map<String, String> nobody(String variable, String value) {
        var variables = new LinkedHashMap<>(Map.of("PORT", Integer.toString(App.freePort())));
        variables.put(variable, value);
        return variables;
    }
}
