package org.mcporchestrator.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;

/**
 * Runs the official conformance suites of the Model Context Protocol against this server with their fixture beside its own
 * tools. {@code conformance/run} installs them and starts this test; it is skipped elsewhere.
 */
@QuarkusTest
@Tag("application")
@TestProfile(ConformanceTest.WithFixture.class)
@EnabledIfSystemProperty(named = "conformance", matches = ".+", disabledReason = "run conformance/run")
class ConformanceTest {

    private static final Path FOLDER = Path.of("conformance").toAbsolutePath();
    private static final Path REPORTS = Path.of("target", "conformance");
    private static final Pattern RESULT = Pattern.compile("([✓✗]) ([a-z0-9-]+): (\\d+) passed, (\\d+) failed.*");

    public static class WithFixture implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("conformance.fixture", "true");
        }
    }

    @TestHTTPResource("/mcp")
    URI server;

    /** A scenario of a suite, with the number of its checks. */
    private record Scenario(String name, int passed, int failed) {}

    @Test
    void theSuiteOfTheReleasedRevisionsPasses() throws Exception {
        var scenarios = run("suite", "--suite", "all");

        assertThat(scenarios).hasSize(32).allSatisfy(scenario -> assertThat(scenario.failed()).isZero());
    }

    @Test
    void whatRevision20251125RequiresPasses() throws Exception {
        var scenarios = run("requirements", "--requirements", "2025-11-25");

        assertThat(scenarios).filteredOn(scenario -> required().contains(scenario.name())).hasSize(30)
                .allSatisfy(scenario -> assertThat(scenario.failed()).isZero());
    }

    private List<Scenario> run(String suite, String... options) throws IOException, InterruptedException {
        Files.createDirectories(REPORTS);
        var report = REPORTS.resolve(suite + ".txt").toFile();
        var command = new ArrayList<>(List.of(System.getProperty("conformance"),
                FOLDER.resolve(suite + "/node_modules/@modelcontextprotocol/conformance/dist/index.js").toString(),
                "server", "--url", server.toString()));
        command.addAll(List.of(options));
        var process = new ProcessBuilder(command).directory(FOLDER.toFile()).redirectErrorStream(true).redirectOutput(report)
                .start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("the suite ends").isTrue();
        return scenarios(report);
    }

    private static List<Scenario> scenarios(File report) throws IOException {
        var scenarios = new ArrayList<Scenario>();
        for (var line : Files.readAllLines(report.toPath())) {
            var result = RESULT.matcher(line.strip());
            if (result.matches()) {
                scenarios.add(new Scenario(result.group(2), Integer.parseInt(result.group(3)),
                        Integer.parseInt(result.group(4))));
            }
        }
        return scenarios;
    }

    private static List<String> required() {
        var file = FOLDER.resolve("requirements/node_modules/@modelcontextprotocol/conformance/requirements/2025-11-25.yaml");
        try {
            var lines = Files.readAllLines(file);
            return lines.subList(lines.indexOf("server:") + 1, lines.indexOf("client:")).stream()
                    .filter(line -> line.startsWith("  - ")).map(line -> line.substring(4).strip()).toList();
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }
}
