package org.mcporchestrator.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mcporchestrator.pattern.Play.TASK;
import static org.mcporchestrator.pattern.Play.agents;
import static org.mcporchestrator.pattern.Play.answer;
import static org.mcporchestrator.pattern.Play.answered;
import static org.mcporchestrator.pattern.Play.failed;
import static org.mcporchestrator.pattern.Play.ids;
import static org.mcporchestrator.pattern.Play.report;
import static org.mcporchestrator.pattern.Play.steps;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcporchestrator.workflow.Stage;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.Workflow;
import org.mcporchestrator.workflow.config.BeltalowdaConfig;
import org.mcporchestrator.workflow.config.CommonConfig;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.result.AgentResult;
import org.mcporchestrator.workflow.result.SynthesisResult;
import org.mcporchestrator.workflow.step.Assignment;
import org.mcporchestrator.workflow.step.Assignment.Source;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.Step;
import org.mcporchestrator.workflow.step.StepId;
import org.mcporchestrator.workflow.step.SubTask;

class BeltalowdaTest {

    private static final Duration LONG = Duration.ofSeconds(300);
    private static final Pattern PATTERN = new Beltalowda();

    @Test
    void theFirstMoveSplitsTheTaskIntoTheWantedNumberOfParts() {
        var move = PATTERN.next(Play.of(config(7)));

        assertThat(move).isInstanceOfSatisfying(Move.Perform.class, perform -> {
            assertThat(perform.stage()).isEqualTo(Stage.DECOMPOSITION);
            assertThat(perform.steps()).singleElement().satisfies(step -> {
                assertThat(step.id()).isEqualTo(new StepId("decomposition"));
                assertThat(step.assignment()).isInstanceOfSatisfying(Assignment.Decompose.class, decompose -> {
                    assertThat(decompose.parts()).isEqualTo(7);
                    assertThat(decompose.task()).isEqualTo(TASK);
                    assertThat(decompose.types()).isEmpty();
                    assertThat(decompose.context()).containsEntry("audience", "sailors");
                });
                assertThat(step.options().temperature()).isEqualTo(0.5);
                assertThat(step.options().maxTokens()).isEqualTo(1_000);
                assertThat(step.options().attempts()).isEqualTo(3);
            });
        });
    }

    @Test
    void subtasksOfTheCallerNeedNoDecomposition() {
        var workflow = Play.of(config(8), "one", "two", "three");

        assertThat(ids(PATTERN, workflow)).containsExactly("belter_0", "belter_1", "belter_2");
        assertThat(PATTERN.findings(workflow).source()).isEqualTo("caller");
        assertThat(descriptions(workflow)).containsExactly("one", "two", "three");
    }

    @Test
    void workersArePlannedInTheOrderOfTheList() {
        var workflow = decomposed(config(3), 3);

        assertThat(PATTERN.next(workflow)).isInstanceOfSatisfying(Move.Perform.class,
                perform -> assertThat(perform.stage()).isEqualTo(Stage.AGENTS));
        assertThat(steps(PATTERN, workflow)).extracting(step -> ((Assignment.Work) step.assignment()).subtask().description())
                .containsExactly("part 0", "part 1", "part 2");
        assertThat(steps(PATTERN, workflow)).extracting(step -> step.options().maxTokens()).containsOnly(2_000);
    }

    @ParameterizedTest
    @CsvSource({ ",,primary,primary", "fast,,fast,primary", ",wise,primary,wise", "fast,wise,fast,wise" })
    void theModelAskedForIsUsedEverywhere(String worker, String synthesis, String workers, String syntheses) {
        var from = config(10);
        var config = from
                .with(Play.models(from.common(), Optional.ofNullable(worker), Optional.ofNullable(synthesis)));

        var split = decomposed(config, 10);
        var worked = agents(split, "belter", 10, 0);
        var drummed = answered(answered(worked, "drummer_0", "a"), "drummer_1", "b");

        assertThat(models(Play.of(config))).containsOnly("primary");
        assertThat(models(split)).hasSize(10).containsOnly(workers);
        assertThat(models(worked)).hasSize(2).containsOnly(syntheses);
        assertThat(models(drummed)).hasSize(1).containsOnly(syntheses);
    }

    @ParameterizedTest
    @CsvSource({ "3, 9, 3", "9, 9, 9", "8, 6, 8", "6, 1, 6", "12, 1, 12", "20, 2, 20" })
    void theListIsCutOrFilledUpWithoutRepetition(int wanted, int listed, int expected) {
        var workflow = decomposed(config(wanted), listed);

        assertThat(descriptions(workflow)).hasSize(expected).doesNotHaveDuplicates()
                .startsWith(IntStream.range(0, Math.min(wanted, listed)).mapToObj(i -> "part " + i).toArray(String[]::new));
        assertThat(ids(PATTERN, workflow)).hasSize(expected).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(ints = { 2, 3, 8, 20 })
    void withoutDecompositionThereAreGeneralSubtasks(int wanted) {
        var workflow = failed(Play.of(config(wanted)), "decomposition");

        assertThat(PATTERN.findings(workflow).source()).isEqualTo("fallback");
        assertThat(descriptions(workflow)).hasSize(wanted).doesNotHaveDuplicates().allMatch(text -> text.contains(TASK));
    }

    @Test
    void aBlankListIsFilledUp() {
        var workflow = answered(Play.of(config(4)), "decomposition", " \n");

        assertThat(descriptions(workflow)).hasSize(4).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 2, 3, 4 })
    void fewAnswersAreJoined(int answers) {
        var workflow = agents(decomposed(config(4), 4), "belter", answers, 4 - answers);

        assertThat(report(PATTERN, workflow)).startsWith("# Combined results").contains("## part 0", "text of 0")
                .contains("text of " + (answers - 1)).doesNotContain("text of " + answers).doesNotContain("broke");
        assertThat(PATTERN.findings(workflow).syntheses()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({ "5, 5, 5", "6, 5, 5+1", "9, 5, 5+4", "10, 5, 5+5", "11, 5, 5+5+1", "15, 5, 5+5+5", "5, 3, 3+2", "7, 3, 3+3+1",
            "5, 1, 1+1+1+1+1", "5, 0, 1+1+1+1+1", "6, 20, 6" })
    void answersAreSharedOutAmongDrummers(int answers, int grouping, String groups) {
        var config = config(answers, grouping, true, true, true, true);
        var workflow = agents(decomposed(config, answers), "belter", answers, 0);

        assertThat(PATTERN.next(workflow)).isInstanceOfSatisfying(Move.Perform.class,
                perform -> assertThat(perform.stage()).isEqualTo(Stage.DRUMMER));
        assertThat(steps(PATTERN, workflow).stream().map(step -> "" + sources(step).size()).collect(Collectors.joining("+")))
                .isEqualTo(groups);
        assertThat(steps(PATTERN, workflow)).flatMap(BeltalowdaTest::sources).extracting(Source::agentId)
                .containsExactlyElementsOf(IntStream.range(0, answers).mapToObj(i -> "agent_belter_" + i).toList());
    }

    @Test
    void caminaMergesTheTextsOfTheDrummers() {
        var workflow = drummed(10, "first", "second");

        assertThat(steps(PATTERN, workflow)).singleElement().satisfies(step -> {
            assertThat(step.id()).isEqualTo(new StepId("camina"));
            assertThat(sources(step)).extracting(Source::agentId).containsExactly("drummer_0", "drummer_1");
            assertThat(sources(step)).extracting(Source::content).containsExactly("first", "second");
            assertThat(step.options().maxTokens()).isEqualTo(4_000);
        });
        assertThat(report(PATTERN, answered(workflow, "camina", "the whole"))).isEqualTo("the whole");
    }

    @Test
    void theTextOfTheOnlyDrummerIsTheReport() {
        var workflow = answered(agents(decomposed(config(5), 5), "belter", 5, 0), "drummer_0", "all in one");

        assertThat(report(PATTERN, workflow)).isEqualTo("all in one");
    }

    @ParameterizedTest
    @CsvSource({ "false, true, true, true, results", "true, false, true, true, synthesis", "true, true, false, true, results",
            "true, true, true, false, synthesis" })
    void tiersCanBeTurnedOff(boolean drummer, boolean camina, boolean synthesis, boolean executive, String report) {
        var config = config(10, 5, drummer, camina, synthesis, executive);
        var workflow = agents(decomposed(config, 10), "belter", 10, 0);
        if (report.equals("synthesis")) {
            workflow = answered(answered(workflow, "drummer_0", "first"), "drummer_1", "second");
        }

        assertThat(report(PATTERN, workflow)).startsWith("# Combined " + report);
    }

    @Test
    void aFailedDrummerIsNotFedUpward() {
        var workflow = failed(agents(decomposed(config(15), 15), "belter", 15, 0), "drummer_1");
        workflow = answered(answered(workflow, "drummer_0", "first"), "drummer_2", "third");

        assertThat(steps(PATTERN, workflow)).singleElement()
                .satisfies(step -> assertThat(sources(step)).extracting(Source::content).containsExactly("first", "third"));
    }

    @Test
    void theOnlyGoodTextOfTheDrummersIsTheReportWithWhatTheOthersShouldHaveMerged() {
        var workflow = failed(agents(decomposed(config(10), 10), "belter", 10, 0), "drummer_0");

        assertThat(report(PATTERN, answered(workflow, "drummer_1", "second")))
                .startsWith("second\n\n---\n\n# Findings that were not merged\n\n")
                .contains("text of 0", "text of 4").doesNotContain("text of 5");
    }

    @Test
    void whatAFailedDrummerShouldHaveMergedFollowsCaminasText() {
        var workflow = failed(agents(decomposed(config(15), 15), "belter", 15, 0), "drummer_1");
        workflow = answered(answered(answered(workflow, "drummer_0", "first"), "drummer_2", "third"), "camina", "the whole");

        assertThat(report(PATTERN, workflow)).startsWith("the whole\n\n---\n\n# Findings that were not merged\n\n")
                .contains("text of 5", "text of 9").doesNotContain("text of 4", "text of 10");
    }

    @Test
    void withoutAnyDrummersTextTheAnswersAreJoined() {
        var workflow = failed(failed(agents(decomposed(config(10), 10), "belter", 10, 0), "drummer_0"), "drummer_1");

        assertThat(report(PATTERN, workflow)).startsWith("# Combined results").contains("text of 0", "text of 9");
    }

    @Test
    void withoutCaminasTextThoseOfTheDrummersAreJoined() {
        var workflow = failed(drummed(10, "first", "second"), "camina");

        assertThat(report(PATTERN, workflow)).isEqualTo("# Combined synthesis\n\nfirst\n\n---\n\nsecond");
    }

    @Test
    void withoutAnyAnswerTheWorkflowFailsAndNamesTheCause() {
        var workflow = agents(decomposed(config(6), 6), "belter", 0, 6);

        assertThat(PATTERN.next(workflow)).isInstanceOfSatisfying(Move.Fail.class, fail -> {
            assertThat(fail.fault().code()).isEqualTo(Fault.Code.ALL_AGENTS_FAILED);
            assertThat(fail.fault().detail()).contains("6 agents", "provider_unavailable", "belter broke");
        });
    }

    @ParameterizedTest
    @CsvSource({ "10, 4, 0", "10, 5, 1", "10, 6, 2", "12, 11, 3" })
    void onlyAnswersCountForTheTiers(int agents, int answers, int drummers) {
        var workflow = agents(decomposed(config(agents), agents), "belter", answers, agents - answers);

        assertThat(PATTERN.next(workflow) instanceof Move.Perform(var _, var steps) ? steps.size() : 0).isEqualTo(drummers);
    }

    @Test
    void nothingIsSynthesisedWhileAnAgentIsAtWork() {
        var workflow = agents(decomposed(config(10), 10), "belter", 9, 0);

        assertThat(ids(PATTERN, workflow)).containsExactly("belter_9");
        assertThat(PATTERN.findings(workflow).agents()).hasSize(9);
        assertThat(PATTERN.findings(workflow).syntheses()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20 })
    void theOrderInWhichOutcomesCameDoesNotMatter(long seed) {
        var random = new Random(seed);
        var agents = 1 + random.nextInt(20);
        var config = config(agents, 1 + random.nextInt(6), true, true, true, true);
        var failing = IntStream.range(0, agents).filter(_ -> random.nextInt(4) == 0).mapToObj(i -> "belter_" + i).toList();

        var inOrder = playedThrough(config, failing, new Random(seed), false);
        var shuffled = playedThrough(config, failing, new Random(seed), true);

        assertThat(shuffled.outcomes()).isEqualTo(inOrder.outcomes());
        assertThat(PATTERN.next(shuffled)).isEqualTo(PATTERN.next(inOrder)).isEqualTo(PATTERN.next(shuffled));
        assertThat(PATTERN.findings(shuffled)).isEqualTo(PATTERN.findings(inOrder));
    }

    @Test
    void theFindingsHoldWhatEachStepBrought() {
        var workflow = failed(drummed(10, "first", "second"), "camina");

        var findings = PATTERN.findings(failed(workflow, "nothing"));

        assertThat(findings.agents()).hasSize(10).first().satisfies(agent -> {
            assertThat(agent.agentId()).isEqualTo("agent_belter_0");
            assertThat(agent.content()).isEqualTo("text of 0");
            assertThat(agent.status()).isEqualTo(Status.COMPLETED);
            assertThat(agent.cost()).hasValueSatisfying(cost -> assertThat(cost).isEqualByComparingTo("0.25"));
            assertThat(agent.tokensUsed()).isEqualTo(15);
            assertThat(agent.metadata()).containsEntry("specialization", "research").containsEntry("belter_role", "research")
                    .containsEntry("provider", "scripted").containsEntry("model", "model-1").containsEntry("attempts", 1)
                    .containsEntry("simulated", true);
        });
        assertThat(findings.syntheses()).extracting(SynthesisResult::level).containsExactly("drummer", "drummer", "executive");
        assertThat(findings.syntheses()).extracting(SynthesisResult::content).containsExactly("first", "second", "");
        assertThat(findings.syntheses().getLast().error()).contains("camina broke");
        assertThat(findings.syntheses().getLast().sourceAgentIds()).containsExactly("drummer_0", "drummer_1");
        assertThat(findings.syntheses().getLast().metadata()).containsEntry("error_code", "provider_unavailable")
                .containsEntry("attempts", 3);
    }

    @Test
    void aFailedAgentIsPartOfTheFindings() {
        var workflow = agents(decomposed(config(2), 2), "belter", 1, 1);

        assertThat(PATTERN.findings(workflow).agents()).extracting(AgentResult::status)
                .containsExactly(Status.COMPLETED, Status.FAILED);
        assertThat(PATTERN.findings(workflow).agents().getLast().error()).contains("belter broke");
    }

    @Test
    void theTotalCostCountsEveryStep() {
        var workflow = answered(drummed(10, "first", "second"), "camina", "the whole");

        assertThat(workflow.cost()).isEqualByComparingTo("3.50");
        assertThat(workflow.usage().total()).isEqualTo(14 * 15);
    }

    @ParameterizedTest
    @CsvSource({ "300, 300, 180, 240, 300", "200, 200, 180, 200, 200", "60, 60, 60, 60, 60", "900, 900, 180, 240, 300" })
    void eachTierHasItsTimeButNeverMoreThanTheCallerAllows(int allowed, int decomposition, int belter, int drummer,
            int camina) {
        var from = config(10);
        var config = from.with(Play.common(from.common(), 10, true, true, Duration.ofSeconds(allowed)));
        var split = decomposed(config, 10);
        var worked = agents(split, "belter", 10, 0);
        var drummed = answered(answered(worked, "drummer_0", "a"), "drummer_1", "b");

        assertThat(List.of(Play.of(config), split, worked, drummed))
                .extracting(workflow -> (int) steps(PATTERN, workflow).getFirst().options().timeout().toSeconds())
                .containsExactly(decomposition, belter, drummer, camina);
    }

    @Test
    void withoutRetryEachStepHasOneAttempt() {
        var from = config(3);
        var config = from.with(Play.models(from.common(), Optional.empty(), Optional.empty()));

        assertThat(steps(PATTERN, decomposed(config, 3))).extracting(step -> step.options().attempts()).containsOnly(1);
    }

    private static Workflow playedThrough(BeltalowdaConfig config, List<String> failing, Random random, boolean shuffled) {
        var workflow = decomposed(config, config.common().numAgents());
        var planned = new ArrayList<Step>();
        while (PATTERN.next(workflow) instanceof Move.Perform(var _, var steps)) {
            var order = new ArrayList<>(steps);
            if (shuffled) {
                Collections.shuffle(order, random);
            }
            for (var step : order) {
                assertThat(PATTERN.next(workflow)).isInstanceOfSatisfying(Move.Perform.class,
                        move -> assertThat(steps).containsAll(move.steps()));
                assertThat(planned).extracting(Step::id).doesNotContain(step.id());
                planned.add(step);
                var id = step.id().value();
                workflow = failing.contains(id) ? failed(workflow, id) : answered(workflow, id, "text of " + id);
            }
        }
        return workflow;
    }

    private static Workflow drummed(int agents, String first, String second) {
        return agents(decomposed(config(agents), agents), "belter", agents, 0)
                .after(Map.of(new StepId("drummer_1"), answer(second))).after(Map.of(new StepId("drummer_0"), answer(first)));
    }

    private static Workflow decomposed(BeltalowdaConfig config, int parts) {
        var list = IntStream.range(0, parts).mapToObj(i -> (i + 1) + ". part " + i).collect(Collectors.joining("\n"));
        Outcome outcome = answer(list);
        return Play.of(config).after(Map.of(new StepId("decomposition"), outcome));
    }

    private static BeltalowdaConfig config(int agents) {
        return config(agents, 5, true, true, true, true);
    }

    private static BeltalowdaConfig config(int agents, int grouping, boolean drummer, boolean camina, boolean synthesis,
            boolean executive) {
        var defaults = BeltalowdaConfig.defaults();
        CommonConfig common = Play.common(defaults.common(), agents, synthesis, executive, LONG);
        return new BeltalowdaConfig(common, defaults.belterTimeout(), defaults.drummerTimeout(), defaults.caminaTimeout(),
                grouping, drummer, camina, true);
    }

    private static List<String> models(Workflow workflow) {
        return steps(PATTERN, workflow).stream().map(step -> step.options().model()).toList();
    }

    private static List<String> descriptions(Workflow workflow) {
        return PATTERN.findings(workflow).subtasks().stream().map(SubTask::description).toList();
    }

    private static List<Source> sources(Step step) {
        return ((Assignment.Synthesise) step.assignment()).sources();
    }
}
