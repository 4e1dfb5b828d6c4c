package org.mcporchestrator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Workflows with tight budgets, at a model that charges for every call that reaches it, whether or not its answer is still
 * wanted, while the application is killed. Eight workflows in {@code verify}; more with {@code -Dbudget.workflows=50}.
 */
@Tag("long")
class BudgetIT {

    private static final int WORKFLOWS = Integer.getInteger("budget.workflows", 8);
    private static final int KILLS = 2;
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    /** More than are asked at once: ten by default, all of which a kill may cost. */
    private static final int AGENTS = 15;
    /** A workflow with all of its steps costs about 0.41 USD, ten of its agents 0.16. */
    private static final int LEAST_BUDGET = 280;
    private static final int MOST_BUDGET = 360;

    @TempDir
    Path folder;

    private final Random random = new Random(SEED);
    private final Model model = new Model(Duration.ofMillis(50), Duration.ofMillis(250)).chargingInFull()
            .splitting(AGENTS);
    private final Map<String, Limited> workflows = new LinkedHashMap<>();
    private Server redis;
    private App app;
    private Api api;

    private record Limited(String marker, BigDecimal budget) {}

    @BeforeEach
    void start() {
        redis = new Server(folder).start();
        app = new App(folder, redis.port()).asking(model).set("engine.lease", "1s").set("engine.renew-every", "200ms")
                .set("engine.scan-every", "200ms").set("claims.suspect-takeovers", "1000").set("claims.max-takeovers", "1000");
        api = new Api(app);
        app.start().awaitReady();
    }

    @AfterEach
    void end() {
        try (var _ = redis; var _ = model; var _ = app; var _ = api) {
            // each is closed, whatever the others do
        }
    }

    @Test
    void noneExceedsItsBudgetByMoreThanOneCallAndAllHavePartialResults() throws IOException {
        try {
            for (var i = 0; i < WORKFLOWS; i++) {
                submit();
            }
            for (var kill = 0; kill < KILLS; kill++) {
                var life = Duration.ofMillis(100 + random.nextInt(500));
                await().pollDelay(life).atMost(life.plusSeconds(5)).until(() -> true);
                app.kill();
                app.start().awaitReady();
            }
            await("all workflows ended").atMost(Duration.ofSeconds(60))
                    .until(() -> redis.names("SMEMBERS", "workflows:completed").containsAll(workflows.keySet()));
            report();
            for (var id : workflows.keySet()) {
                verify(id);
            }
        } catch (Throwable failure) {
            failure.addSuppressed(new AssertionError("seed=" + SEED + app.lastLines()));
            throw failure;
        }
    }

    @Test
    void oneThatItsBudgetStoppedCompletesWithAHigherOneAndPaysNoFinishedStepAgain() throws IOException {
        submit();
        var id = workflows.keySet().iterator().next();
        var workflow = workflows.get(id);
        await().atMost(Duration.ofSeconds(60)).until(() -> api.status(id).body().has("stopped_by"));
        var finished = finished(id);
        var before = calls(workflow).size();

        var answer = api.post("/v1/workflows/" + id + "/resume",
                Api.JSON.createObjectNode().set("config", Api.JSON.createObjectNode().put("max_total_cost", 1)));
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(202);
        await().atMost(Duration.ofSeconds(60)).until(() -> api.status(id).body().path("status").asText().equals("completed"));

        var result = api.get("/v1/workflows/" + id + "/result");
        assertThat(result.status()).isEqualTo(200);
        assertThat(result.body().path("metadata").has("stopped_by")).isFalse();
        assertThat(finished(id)).hasSize(AGENTS);
        var again = calls(workflow).stream().skip(before).map(call -> call.work().step()).toList();
        System.out.printf("BudgetIT: resumed: finished=%s calls-before=%d calls-after=%s%n", finished, before, again);
        assertThat(again).isNotEmpty().doesNotContain("decomposition").doesNotContainAnyElementsOf(finished);
        assertThat(again).doesNotHaveDuplicates();
    }

    /** Steps of agents with an answer, as the model knows them. */
    private List<String> finished(String id) throws IOException {
        return StreamSupport.stream(api.status(id).body().path("result").path("agent_results").spliterator(), false)
                .filter(agent -> agent.path("status").asText().equals("completed"))
                .map(agent -> agent.path("subtask_id").asText()).toList();
    }

    private void submit() throws IOException {
        var marker = model.marker();
        var budget = BigDecimal.valueOf(LEAST_BUDGET + (long) random.nextInt(MOST_BUDGET - LEAST_BUDGET), 3);
        var form = Api.JSON.createObjectNode().put("task", "[" + marker + "] a task").put("num_agents", AGENTS)
                .put("drummer_grouping_size", 3).put("max_total_cost", budget);
        if (random.nextBoolean()) {
            var subtasks = form.putArray("subtasks");
            IntStream.rangeClosed(1, AGENTS).forEach(part -> subtasks.add(Model.part(marker, part)));
        }
        var answer = api.post("/tools/orchestrate_research", form);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        assertThat(answer.body().path("warnings")).isEmpty();
        workflows.put(answer.body().path("task_id").asText(), new Limited(marker, budget));
    }

    private void verify(String id) throws IOException {
        var limited = workflows.get(id);
        var calls = calls(limited);
        var dearest = calls.stream().map(Model.Call::price).reduce(BigDecimal.ZERO, BigDecimal::max);
        var status = api.status(id).body();

        assertThat(charged(limited)).as("charged for %s of %s: %s", id, limited, calls)
                .isLessThanOrEqualTo(limited.budget().add(dearest));
        assertThat(answered(status)).as("answers of %s: %s", id, status).isPositive();
        assertThat(status.path("status").asText()).as("status of " + id).isEqualTo("completed");
        assertThat(status.path("stopped_by").asText()).as("%s: %s", id, status).isEqualTo("budget");
        var budget = status.path("budget");
        var told = budget.path("spent").path("cost").decimalValue().add(budget.path("lost").path("cost").decimalValue());
        assertThat(told).as("what is told to be used of " + id).isLessThanOrEqualTo(limited.budget())
                .isGreaterThanOrEqualTo(status.path("result").path("total_cost").decimalValue());
        assertThat(budget.path("reserved").path("cost").decimalValue()).isEqualByComparingTo("0");
    }

    private static long answered(JsonNode status) {
        return StreamSupport.stream(status.path("result").path("agent_results").spliterator(), false)
                .filter(agent -> agent.path("status").asText().equals("completed")).count();
    }

    private List<Model.Call> calls(Limited limited) {
        return model.calls().stream().filter(call -> call.work().workflow().equals(limited.marker())).toList();
    }

    private BigDecimal charged(Limited limited) {
        return calls(limited).stream().map(Model.Call::price).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private void report() {
        var over = workflows.values().stream().map(limited -> charged(limited).subtract(limited.budget()))
                .reduce(BigDecimal.ONE.negate(), BigDecimal::max);
        var calls = workflows.values().stream().mapToInt(limited -> calls(limited).size()).sum();
        var distinct = workflows.values().stream()
                .mapToLong(limited -> calls(limited).stream().map(Model.Call::work).distinct().count()).sum();
        System.out.printf("BudgetIT: seed=%d workflows=%d kills=%d calls=%d repeated=%d highest-charge-beyond-a-budget=%s%n",
                SEED,
                WORKFLOWS, KILLS, calls, calls - distinct, over.toPlainString());
    }
}
