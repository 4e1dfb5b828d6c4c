package org.mcporchestrator.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mcporchestrator.pattern.Play.agents;
import static org.mcporchestrator.pattern.Play.answered;
import static org.mcporchestrator.pattern.Play.failed;
import static org.mcporchestrator.pattern.Play.ids;
import static org.mcporchestrator.pattern.Play.report;
import static org.mcporchestrator.pattern.Play.steps;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcporchestrator.workflow.Stage;
import org.mcporchestrator.workflow.Workflow;
import org.mcporchestrator.workflow.config.SwarmConfig;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.result.SynthesisResult;
import org.mcporchestrator.workflow.step.Assignment;
import org.mcporchestrator.workflow.step.SubTask;

class SwarmTest {

    private static final List<String> ALL = List.of();
    private static final Pattern PATTERN = new Swarm();

    @Test
    void theFirstMoveSplitsTheQueryByTheAllowedTypes() {
        assertThat(steps(PATTERN, Play.of(config(6, List.of("news", "academic"))))).singleElement().satisfies(step -> {
            assertThat(step.assignment()).isInstanceOfSatisfying(Assignment.Decompose.class, decompose -> {
                assertThat(decompose.parts()).isEqualTo(6);
                assertThat(decompose.types()).containsExactly("news", "academic");
            });
            assertThat(step.options().maxTokens()).isEqualTo(800);
            assertThat(step.options().temperature()).isEqualTo(0.6);
        });
    }

    @ParameterizedTest
    @CsvSource({
            "Photos of the harbour, image", "Pictures from space, image", "YouTube clips, video", "Latest headlines, news",
            "The current state, news", "Studies on tides, academic", "A study on tides, academic", "Reddit threads, social",
            "Product reviews, product", "Prices of boats, product", "The API documentation, technical", "Blogs, text",
            "The capital of France, general", "What is currently known, general", "The codex of Leicester, general",
            "Contextual facts, general", "Encoded signs, general", "Recently found, general", "Newspaper-like, general",
            "Photos in the news, image" })
    void wholeWordsTellTheType(String text, String type) {
        assertThat(types(listed(config(1, ALL), text))).containsExactly(type);
    }

    @ParameterizedTest
    @ValueSource(strings = { "[news] photos of tides", "[News]: photos of tides", "[NEWS] – photos of tides",
            "**[news]** photos of tides", "[news]photos of tides", "[news] - photos of tides" })
    void aMarkGoesBeforeWords(String line) {
        var workflow = listed(config(1, ALL), line);

        assertThat(types(workflow)).containsExactly("news");
        assertThat(PATTERN.findings(workflow).subtasks()).extracting(SubTask::description).containsExactly("photos of tides");
    }

    @Test
    void theAllowedTypesSteer() {
        var workflow = listed(config(4, List.of("video", "academic")), "[image] photos", "latest news", "a paper", "anything");

        assertThat(types(workflow)).containsExactly("video", "academic", "academic", "academic").doesNotContain("general");
        assertThat(PATTERN.findings(workflow).subtasks()).first().extracting(SubTask::description).isEqualTo("photos");
    }

    @Test
    void whatFitsNoTypeIsGeneralWhereThatIsAllowed() {
        assertThat(types(listed(config(2, List.of("general", "news")), "anything", "the news"))).containsExactly("general",
                "news");
    }

    @ParameterizedTest
    @ValueSource(strings = { "News", "unheard-of" })
    void namesOfTypesThatNobodyKnowsStopNothing(String type) {
        var workflow = listed(config(1, List.of(type)), "the news");

        assertThat(types(workflow)).containsExactly("news");
    }

    @ParameterizedTest
    @CsvSource({ "1", "5", "8", "12", "20" })
    void withoutDecompositionTheTypesAreSharedOut(int wanted) {
        var workflow = failed(Play.of(config(wanted, SwarmConfig.defaults().allowedAgentTypes())), "decomposition");

        assertThat(types(workflow)).hasSize(wanted).doesNotContain("general");
        assertThat(PATTERN.findings(workflow).subtasks()).extracting(SubTask::description).doesNotHaveDuplicates();
        assertThat(types(workflow).stream().distinct().count()).isEqualTo(Math.min(wanted, 8));
    }

    @Test
    void anAgentHasTheLookAndTheDepthOfItsSearch() {
        var workflow = listed(config(1, ALL), "photos");

        assertThat(steps(PATTERN, workflow)).singleElement().satisfies(step -> {
            assertThat(step.id().value()).isEqualTo("swarm_0");
            assertThat(step.assignment()).isInstanceOfSatisfying(Assignment.Work.class, work -> {
                assertThat(work.depth()).isEqualTo("deep");
                assertThat(work.subtask().metadata()).containsEntry("icon", "fa-image").containsEntry("color", "#e74c3c")
                        .containsEntry("swarm_type", "image");
            });
            assertThat(step.options().maxTokens()).isEqualTo(3_000);
        });
    }

    @ParameterizedTest
    @CsvSource({ "quick, 750", "standard, 1500", "deep, 3000" })
    void theDepthDecidesHowLongAnAnswerMayBe(String depth, int tokens) {
        var from = config(1, ALL);
        var workflow = listed(new SwarmConfig(from.common(), ALL, depth, true, true), "photos");

        assertThat(steps(PATTERN, workflow)).singleElement()
                .satisfies(step -> assertThat(step.options().maxTokens()).isEqualTo(tokens));
    }

    @ParameterizedTest
    @CsvSource({ "true, 2", "false, 3" })
    void equalFindingsAreMergedOnceUnlessRepetitionIsWanted(boolean deduplicate, int sources) {
        var workflow = listed(config(3, ALL, true, true, deduplicate), "a", "b", "c");
        for (var agent : List.of("swarm_0", "swarm_1", "swarm_2")) {
            workflow = answered(workflow, agent, agent.equals("swarm_1") ? "another" : " the same\ntext");
        }

        assertThat(steps(PATTERN, workflow)).singleElement()
                .satisfies(step -> assertThat(step.assignment()).isInstanceOfSatisfying(Assignment.Synthesise.class,
                        merge -> assertThat(merge.sources()).hasSize(sources)));
        assertThat(PATTERN.findings(workflow).agents()).hasSize(3);
    }

    @Test
    void equalFindingsAreJoinedOnceIfNothingIsCombined() {
        var workflow = listed(config(2, ALL, false, true, true), "a", "b");
        workflow = answered(answered(workflow, "swarm_0", "same"), "swarm_1", "same");

        assertThat(report(PATTERN, workflow)).containsOnlyOnce("same");
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void theSynthesisMergesAllAnswersAndIsToldWhetherToDropRepetitions(boolean deduplicate) {
        var workflow = agents(listed(config(3, ALL, true, true, deduplicate), "a", "b", "c"), "swarm", 2, 1);

        assertThat(PATTERN.next(workflow)).isInstanceOfSatisfying(Move.Perform.class,
                perform -> assertThat(perform.stage()).isEqualTo(Stage.SYNTHESIS));
        assertThat(steps(PATTERN, workflow)).singleElement()
                .satisfies(step -> assertThat(step.assignment()).isInstanceOfSatisfying(Assignment.Synthesise.class, merge -> {
                    assertThat(merge.deduplicate()).isEqualTo(deduplicate);
                    assertThat(merge.sources()).extracting(Assignment.Source::content).containsExactly("text of 0",
                            "text of 1");
                }));
        assertThat(report(PATTERN, answered(workflow, "synthesis", "merged"))).isEqualTo("merged");
        assertThat(PATTERN.findings(answered(workflow, "synthesis", "merged")).syntheses()).extracting(SynthesisResult::level)
                .containsExactly("executive");
    }

    @ParameterizedTest
    @CsvSource({ "true, false", "false, true" })
    void resultsThatAreNotToBeCombinedAreJoined(boolean combine, boolean synthesis) {
        var workflow = agents(listed(config(3, ALL, combine, synthesis, true), "a", "b", "c"), "swarm", 3, 0);

        assertThat(report(PATTERN, workflow)).startsWith("# Combined results").contains("text of 0", "text of 2");
    }

    @Test
    void oneAnswerNeedsNoSynthesis() {
        var workflow = agents(listed(config(3, ALL), "a", "b", "c"), "swarm", 1, 2);

        assertThat(report(PATTERN, workflow)).contains("text of 0");
    }

    @Test
    void aFailedSynthesisLeavesTheAnswersJoined() {
        var workflow = failed(agents(listed(config(2, ALL), "a", "b"), "swarm", 2, 0), "synthesis");

        assertThat(report(PATTERN, workflow)).startsWith("# Combined results");
        assertThat(PATTERN.findings(workflow).syntheses()).singleElement()
                .satisfies(synthesis -> assertThat(synthesis.error()).contains("synthesis broke"));
    }

    @Test
    void withoutAnyAnswerTheWorkflowFails() {
        var workflow = agents(listed(config(2, ALL), "a", "b"), "swarm", 0, 2);

        assertThat(PATTERN.next(workflow)).isInstanceOfSatisfying(Move.Fail.class,
                fail -> assertThat(fail.fault().code()).isEqualTo(Fault.Code.ALL_AGENTS_FAILED));
    }

    @Test
    void subtasksOfTheCallerMayBeMarkedToo() {
        var workflow = Play.of(config(8, ALL), "[academic] tides", "the moon");

        assertThat(ids(PATTERN, workflow)).containsExactly("swarm_0", "swarm_1");
        assertThat(types(workflow)).containsExactly("academic", "general");
    }

    @Test
    void theSameWorkflowHasTheSameMove() {
        var workflow = agents(listed(config(3, ALL), "a", "b", "c"), "swarm", 2, 0);

        assertThat(PATTERN.next(workflow))
                .isEqualTo(PATTERN.next(Workflow.begin(workflow.submission()).after(workflow.outcomes())));
        assertThat(PATTERN.findings(workflow)).isEqualTo(PATTERN.findings(workflow));
    }

    private static Workflow listed(SwarmConfig config, String... items) {
        var list = new StringBuilder();
        for (var i = 0; i < items.length; i++) {
            list.append(i + 1).append(". ").append(items[i]).append('\n');
        }
        return answered(Play.of(config), "decomposition", list.toString());
    }

    private static List<String> types(Workflow workflow) {
        return PATTERN.findings(workflow).subtasks().stream().map(SubTask::specialization).map(Optional::orElseThrow).toList();
    }

    private static SwarmConfig config(int agents, List<String> allowed) {
        return config(agents, allowed, true, true, true);
    }

    private static SwarmConfig config(int agents, List<String> allowed, boolean combine, boolean synthesis,
            boolean deduplicate) {
        var common = Play.common(SwarmConfig.defaults().common(), agents, synthesis, true, Duration.ofSeconds(300));
        return new SwarmConfig(common, allowed, "deep", combine, deduplicate);
    }
}
