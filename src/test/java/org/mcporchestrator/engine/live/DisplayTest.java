package org.mcporchestrator.engine.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.mcporchestrator.TestClock;
import org.mcporchestrator.agent.Listener;
import org.mcporchestrator.journal.live.Alone;
import org.mcporchestrator.journal.live.Sight;
import org.mcporchestrator.journal.live.Window;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.config.PatternName;
import org.mcporchestrator.workflow.event.WorkflowEvent;
import org.mcporchestrator.workflow.step.AgentType;
import org.mcporchestrator.workflow.step.Assignment;
import org.mcporchestrator.workflow.step.CallOptions;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.Step;
import org.mcporchestrator.workflow.step.StepId;
import org.mcporchestrator.workflow.step.SubTask;
import org.mcporchestrator.workflow.step.Usage;

import io.smallrye.mutiny.Uni;

class DisplayTest {

    private static final WorkflowId ID = new WorkflowId("research_5fa182a013b0");
    private static final Outcome ANSWER = new Outcome.Answered("text", "scripted", "scripted", Usage.NONE, Optional.empty(),
            Duration.ZERO, 1, true);

    private final TestClock clock = new TestClock();
    private final Window window = new Window(new Alone());
    private final Display display = new Display(window, clock);
    private final List<Sight> seen = new ArrayList<>();

    @Test
    void anAgentIsToldOfAtMostTwiceASecond() {
        watch();
        write(work(), listener -> {
            for (var piece = 0; piece < 100; piece++) {
                listener.heard("0123456789");
                clock.pass(Duration.ofMillis(20));
            }
        });

        assertThat(progress()).hasSize(4).extracting(WorkflowEvent.AgentProgress::characters)
                .containsExactly(10L, 260L, 510L, 760L);
        assertThat(progress()).extracting(WorkflowEvent.AgentProgress::tokens)
                .containsExactly(Optional.of(3L), Optional.of(65L), Optional.of(128L), Optional.of(190L));
        assertThat(progress()).extracting(WorkflowEvent.AgentProgress::tokensEstimated).containsOnly(Optional.of(true));
        assertThat(progress()).extracting(WorkflowEvent.AgentProgress::agentId).containsOnly("agent_belter_0");
    }

    @Test
    void tokensAreThoseOfTheProviderAsFarAsItTells() {
        watch();
        write(work(), listener -> {
            listener.counted(new Usage(20, 3), Optional.empty());
            listener.heard("");
            clock.pass(Duration.ofSeconds(1));
            listener.heard("0123456789");
        });

        assertThat(progress()).extracting(WorkflowEvent.AgentProgress::tokens)
                .containsExactly(Optional.of(3L), Optional.of(6L));
        assertThat(progress()).extracting(WorkflowEvent.AgentProgress::tokensEstimated)
                .containsExactly(Optional.of(false), Optional.of(true));
    }

    @Test
    void theWholeTextIsHandedOnInPieces() {
        watch();
        write(work(), listener -> {
            for (var piece = 0; piece < 50; piece++) {
                listener.heard("piece " + piece + ", ");
                clock.pass(Duration.ofMillis(30));
            }
        });

        var text = new StringBuilder();
        assertThat(deltas()).hasSizeBetween(10, 25).allSatisfy(delta -> {
            assertThat(delta.offset()).isEqualTo(text.length());
            text.append(delta.text());
        });
        assertThat(text).startsWith("piece 0, piece 1, ").endsWith("piece 49, ");
    }

    @Test
    void anotherAttemptBeginsAnew() {
        watch();
        write(work(), listener -> {
            listener.heard("lost");
            clock.pass(Duration.ofSeconds(1));
            listener.begun();
            listener.heard("kept");
        });

        assertThat(deltas()).extracting(Sight.Delta::offset).containsExactly(0L, 0L);
        assertThat(progress()).extracting(WorkflowEvent.AgentProgress::characters).containsExactly(4L, 4L);
    }

    @Test
    void whoeverComesLaterSeesThatSomethingWasBefore() {
        write(work(), listener -> {
            listener.heard("before");
            watch();
            clock.pass(Duration.ofSeconds(1));
            listener.heard("after");
        });

        assertThat(deltas()).singleElement().satisfies(delta -> assertThat(delta.offset()).isEqualTo(6));
    }

    @Test
    void aSynthesisIsKnownByItsOwnId() {
        watch();
        write(step(new StepId("camina"),
                new Assignment.Synthesise(PatternName.BELTALOWDA, "why", AgentType.EXECUTIVE, List.of(), false)),
                listener -> listener.heard("text"));

        assertThat(progress()).extracting(WorkflowEvent.AgentProgress::agentId).containsExactly("camina");
    }

    @Test
    void aDecompositionIsNotShown() {
        watch();
        write(step(new StepId("decomposition"),
                new Assignment.Decompose(PatternName.BELTALOWDA, "why", 2, List.of(), Map.of())),
                listener -> listener.heard("text"));

        assertThat(seen).isEmpty();
    }

    /** A model that writes between the beginning and the end of its call, behind what usually stands before it. */
    private void write(Step step, Consumer<Listener> model) {
        var call = Listener.<Outcome> to(listener -> Uni.createFrom().item(() -> {
            model.accept(listener);
            return ANSWER;
        }));
        var agent = Uni.createFrom().deferred(() -> Uni.createFrom().voidItem().chain(() -> call)
                .ifNoItem().after(Duration.ofSeconds(5)).fail()
                .onFailure().retry().atMost(1));
        assertThat(display.of(ID, step, agent).await().atMost(Duration.ofSeconds(5))).isEqualTo(ANSWER);
    }

    private void watch() {
        window.watch(ID).subscribe().with(seen::add);
    }

    private List<WorkflowEvent.AgentProgress> progress() {
        return seen.stream().flatMap(sight -> sight instanceof Sight.Progress(var envelope)
                && envelope.event() instanceof WorkflowEvent.AgentProgress told ? Stream.of(told) : Stream.empty())
                .collect(Collectors.toList());
    }

    private List<Sight.Delta> deltas() {
        return seen.stream().filter(Sight.Delta.class::isInstance).map(Sight.Delta.class::cast).toList();
    }

    private static Step work() {
        var subtask = SubTask.of(StepId.of("belter", 0), "Light", AgentType.WORKER, "research", Map.of());
        return step(subtask.id(), new Assignment.Work(PatternName.BELTALOWDA, "why", subtask, "standard", Map.of()));
    }

    private static Step step(StepId id, Assignment assignment) {
        return new Step(id, assignment, new CallOptions("scripted", "scripted", 0.7, 100, Duration.ofSeconds(5), 1,
                List.of()));
    }
}
