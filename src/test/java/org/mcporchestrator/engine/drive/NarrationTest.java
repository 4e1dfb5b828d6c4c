package org.mcporchestrator.engine.drive;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcporchestrator.engine.drive.Narration.Performed;
import org.mcporchestrator.pattern.Move;
import org.mcporchestrator.workflow.Stage;
import org.mcporchestrator.workflow.Submission;
import org.mcporchestrator.workflow.Workflow;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.config.BeltalowdaConfig;
import org.mcporchestrator.workflow.config.CommonConfig;
import org.mcporchestrator.workflow.config.OrchestratorConfig;
import org.mcporchestrator.workflow.config.SwarmConfig;
import org.mcporchestrator.workflow.event.WorkflowEvent;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.Step;
import org.mcporchestrator.workflow.step.StepId;
import org.mcporchestrator.workflow.step.Usage;

class NarrationTest {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    /** What a driver does, without journal and models: so many outcomes in each turn, so many calls at the same time. */
    private static final class Turns {

        private final int atOnce;
        private final int newsPerTurn;
        private final List<String> failing;
        private final List<Step> running = new ArrayList<>();
        private final List<WorkflowEvent> told = new ArrayList<>();
        private Workflow workflow;
        private Stage left = Stage.WAITING;
        private Tally tally = Tally.NONE;

        Turns(Workflow workflow, int atOnce, int newsPerTurn, String... failing) {
            this.workflow = workflow;
            this.atOnce = atOnce;
            this.newsPerTurn = newsPerTurn;
            this.failing = List.of(failing);
        }

        List<WorkflowEvent> play() {
            var news = List.<Performed> of();
            while (turn(news)) {
                var ready = List.copyOf(running.subList(0, Math.min(newsPerTurn, running.size())));
                running.removeAll(ready);
                news = ready.stream().map(step -> new Performed(step, outcome(step))).toList();
            }
            return told;
        }

        private boolean turn(List<Performed> news) {
            var outcomes = new LinkedHashMap<StepId, Outcome>();
            news.forEach(performed -> outcomes.put(performed.step().id(), performed.outcome()));
            workflow = workflow.after(outcomes);
            var report = new Report(workflow, START, START.plusSeconds(9));
            tally = tally.agents() == 0 ? Tally.of(report.findings())
                    : tally.plus(news.stream().filter(Performed::byAgent).map(Performed::outcome).toList());
            var narration = new Narration(report, left);
            switch (report.pattern().next(workflow)) {
                case Move.Perform move -> {
                    var begun = move.steps().stream().filter(step -> !running.contains(step)).limit(atOnce - running.size())
                            .toList();
                    told.addAll(narration.goingOn(news, move, begun, tally));
                    running.addAll(begun);
                    left = move.stage();
                    return true;
                }
                case Move.Finish(var synthesis) -> told.addAll(narration.completed(news, synthesis, tally));
                case Move.Fail failure -> told.addAll(narration.failed(news, failure, tally));
            }
            return false;
        }

        private Outcome outcome(Step step) {
            var id = step.id().value();
            if (failing.contains(id)) {
                return new Outcome.Faulted(new Fault(Fault.Code.PROVIDER_UNAVAILABLE, "away"), Duration.ofSeconds(1), 3);
            }
            var list = IntStream.rangeClosed(1, 20).mapToObj(i -> i + ". part").collect(Collectors.joining("\n"));
            return new Outcome.Answered(id.equals("decomposition") ? list : "text", "scripted", "model-1", new Usage(2, 1),
                    Optional.of(new BigDecimal("0.5")), Duration.ofSeconds(1), 1, true);
        }
    }

    @Test
    void tenAgentsWithBothTiersAreToldInTheDocumentedOrder() {
        var events = new Turns(research(10, true), 10, 1).play();

        assertThat(tell(events)).containsExactly(lines("""
                decomposition_start
                decomposition_complete 10 model
                10 x agent_start
                10 x agent_complete
                synthesis_start
                synthesis_start drummer 10
                synthesis_complete drummer 2
                synthesis_start camina 2
                synthesis_complete camina length 4
                synthesis_complete length 4
                workflow_complete 7.0"""));
    }

    @Test
    void startsAndEndsOfAgentsAlternateWhereFewMayWorkAtOnce() {
        var events = new Turns(research(4, true), 2, 1).play();

        assertThat(tell(events)).containsSubsequence(lines("""
                decomposition_complete 4 model
                2 x agent_start
                1 x agent_complete
                1 x agent_start
                1 x agent_complete
                1 x agent_start
                2 x agent_complete
                synthesis_start"""));
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 2, 3, 10 })
    void progressGrowsToOneWhetherOutcomesComeOneByOneOrTogether(int newsPerTurn) {
        var events = new Turns(research(10, true), 5, newsPerTurn, "belter_3").play();

        assertThat(events).filteredOn(event -> event instanceof WorkflowEvent.AgentComplete
                || event instanceof WorkflowEvent.AgentError).extracting(NarrationTest::progress)
                .containsExactly(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0);
    }

    @Test
    void withoutTiersOnlyTheOuterSynthesisIsTold() {
        var events = new Turns(research(10, false), 10, 10).play();

        assertThat(tell(events)).endsWith(lines("""
                10 x agent_complete
                synthesis_start
                synthesis_complete length %d
                workflow_complete 5.5""".formatted(length(events))));
    }

    @Test
    void subtasksOfTheCallerAreToldWithoutADecomposition() {
        var events = new Turns(research(8, true, "one", "two"), 10, 1).play();

        assertThat(tell(events)).startsWith(lines("""
                decomposition_complete 2 caller
                2 x agent_start
                2 x agent_complete
                synthesis_start"""));
    }

    @Test
    void aFailedAgentHasItsOwnEventAndTheOthersGoOn() {
        var events = new Turns(research(3, true), 10, 1, "belter_1").play();

        assertThat(tell(events)).containsSubsequence("1 x agent_complete", "1 x agent_error", "1 x agent_complete");
        assertThat(events).filteredOn(WorkflowEvent.AgentError.class::isInstance).singleElement()
                .isInstanceOfSatisfying(WorkflowEvent.AgentError.class, error -> {
                    assertThat(error.agentId()).isEqualTo("agent_belter_1");
                    assertThat(error.subtaskId()).isEqualTo(new StepId("belter_1"));
                    assertThat(error.code()).isEqualTo(Fault.Code.PROVIDER_UNAVAILABLE);
                    assertThat(error.attempts()).isEqualTo(3);
                });
        assertThat(events.getLast().type()).isEqualTo("workflow_complete");
    }

    @Test
    void afterTheErrorOfTheWorkflowNothingFollows() {
        var events = new Turns(research(2, true), 10, 1, "belter_0", "belter_1").play();

        assertThat(tell(events)).containsExactly(lines("""
                decomposition_start
                decomposition_complete 2 model
                2 x agent_start
                2 x agent_error
                workflow_error all_agents_failed"""));
    }

    @Test
    void failedSynthesesAreCounted() {
        var oneFailed = new Turns(research(10, true), 10, 1, "drummer_1").play();
        var caminaFailed = new Turns(research(10, true), 10, 1, "camina").play();

        assertThat(tell(oneFailed)).containsSubsequence("synthesis_complete drummer 1 failed 1",
                "synthesis_complete length " + length(oneFailed), "workflow_complete 6.0")
                .doesNotContain("synthesis_start camina 2");
        assertThat(tell(caminaFailed)).containsSubsequence("synthesis_start camina 2", "synthesis_complete camina length 0",
                "synthesis_complete length " + length(caminaFailed), "workflow_complete 6.5");
    }

    @Test
    void aFailedDecompositionIsToldAsFallback() {
        assertThat(tell(new Turns(research(3, true), 10, 1, "decomposition").play())).startsWith("decomposition_start",
                "decomposition_complete 3 fallback", "3 x agent_start");
    }

    @Test
    void aSearchHasOneSynthesis() {
        var defaults = SwarmConfig.defaults();
        var repeating = new SwarmConfig(defaults.common(), defaults.allowedAgentTypes(), defaults.searchDepth(), true, false);
        var events = new Turns(workflow(repeating, "one", "two"), 10, 1).play();

        assertThat(tell(events)).containsExactly(lines("""
                decomposition_complete 2 caller
                2 x agent_start
                2 x agent_complete
                synthesis_start 2
                synthesis_complete length 4
                document_generation_start markdown
                document_generation_complete 1
                workflow_complete 1.5 1"""));
    }

    @Test
    void aSearchWithOneAnswerStillTellsOfItsSynthesis() {
        assertThat(tell(new Turns(workflow(SwarmConfig.defaults(), "one"), 10, 1).play()))
                .containsSubsequence("synthesis_start", "document_generation_complete 1", "workflow_complete 0.5 1");
    }

    @Test
    void whatIsResumedWithinAStageIsNotEnteredAgain() {
        var first = new Turns(research(10, true), 10, 10);
        assertThat(first.turn(List.of())).isTrue();
        var step = first.running.removeFirst();
        var decomposition = new Performed(step, first.outcome(step));
        assertThat(first.turn(List.of(decomposition))).isTrue();

        var second = new Turns(first.workflow, 10, 10);
        second.left = first.left;
        second.tally = first.tally;

        assertThat(tell(second.play())).startsWith("10 x agent_start", "10 x agent_complete", "synthesis_start");
    }

    private static Workflow research(int agents, boolean tiers, String... subtasks) {
        var defaults = BeltalowdaConfig.defaults();
        var from = defaults.common().withPrimaryModel("model-1");
        var common = new CommonConfig(agents, true, true, false, true, 10, from.timeout(),
                from.workflowTimeout(), true, 2, false, List.of(), "reports", from.primaryModel(), Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), from.priority(), true, Map.of());
        return workflow(new BeltalowdaConfig(common, defaults.belterTimeout(), defaults.drummerTimeout(),
                defaults.caminaTimeout(), 5, tiers, tiers, true), subtasks);
    }

    private static Workflow workflow(OrchestratorConfig config, String... subtasks) {
        var named = config.with(config.common().withPrimaryModel("model-1"));
        return Workflow
                .begin(new Submission(new WorkflowId(config.pattern().idPrefix() + "_0123456789ab"), "tides", "Tides", named,
                        "scripted", List.of(subtasks), Map.of(), Optional.empty(), START));
    }

    /** One line an event, with neighbours of one kind that concern agents counted. */
    private static List<String> tell(List<WorkflowEvent> events) {
        var lines = new ArrayList<String>();
        var alike = 0;
        for (var i = 0; i < events.size(); i++) {
            var type = events.get(i).type();
            if (!type.startsWith("agent_")) {
                lines.add(tell(events.get(i)));
                continue;
            }
            alike++;
            if (i + 1 == events.size() || !events.get(i + 1).type().equals(type)) {
                lines.add(alike + " x " + type);
                alike = 0;
            }
        }
        return lines;
    }

    private static String tell(WorkflowEvent event) {
        var more = switch (event) {
            case WorkflowEvent.DecompositionComplete e -> " " + e.subtaskCount() + " " + e.source();
            case WorkflowEvent.SynthesisStart e -> text("", e.level()) + text("", e.inputCount());
            case WorkflowEvent.SynthesisComplete e -> text("", e.level()) + text("", e.outputCount())
                    + text("failed ", e.failedCount().filter(count -> count > 0)) + text("length ", e.synthesisLength());
            case WorkflowEvent.DocumentGenerationStart e -> " " + String.join(" ", e.formats());
            case WorkflowEvent.DocumentGenerationComplete e -> " " + e.documentCount();
            case WorkflowEvent.WorkflowComplete e ->
                " " + e.totalCost() + (e.documentCount() == 0 ? "" : " " + e.documentCount());
            case WorkflowEvent.WorkflowError e -> " " + e.code().wire();
            default -> "";
        };
        return event.type() + more;
    }

    private static String text(String label, Optional<?> value) {
        return value.map(some -> " " + label + some).orElse("");
    }

    private static int length(List<WorkflowEvent> events) {
        return events.stream().filter(WorkflowEvent.SynthesisComplete.class::isInstance)
                .map(event -> ((WorkflowEvent.SynthesisComplete) event).synthesisLength()).reduce((_, last) -> last)
                .orElseThrow().orElseThrow();
    }

    private static double progress(WorkflowEvent event) {
        return event instanceof WorkflowEvent.AgentComplete complete ? complete.progress()
                : ((WorkflowEvent.AgentError) event).progress();
    }

    private static String[] lines(String text) {
        return text.split("\n");
    }
}
