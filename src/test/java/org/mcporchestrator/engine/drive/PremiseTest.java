package org.mcporchestrator.engine.drive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.mcporchestrator.workflow.config.PatternName;
import org.mcporchestrator.workflow.step.AgentType;
import org.mcporchestrator.workflow.step.Assignment;
import org.mcporchestrator.workflow.step.CallOptions;
import org.mcporchestrator.workflow.step.Step;
import org.mcporchestrator.workflow.step.StepId;
import org.mcporchestrator.workflow.step.SubTask;

class PremiseTest {

    @Test
    void sameQuestionHasTheSamePremiseInEveryProcess() {
        assertThat(Premise.of(work("the sky", "parrot-1"))).isEqualTo(Premise.of(work("the sky", "parrot-1")))
                .isEqualTo("8097ab0c890164fdbf780ce042660f91902be91bcc42230169447a29ff4e6d88");
    }

    @Test
    void otherSubtaskOrModelIsAnotherQuestion() {
        assertThat(List.of(work("the sky", "parrot-1"), work("the sea", "parrot-1"), work("the sky", "parrot-2")))
                .extracting(Premise::of).doesNotHaveDuplicates();
    }

    @Test
    void synthesisOfOtherTextsIsAnotherQuestion() {
        assertThat(List.of(synthesis("ab", "c"), synthesis("a", "bc"), synthesis("ab", "d")))
                .extracting(Premise::of).doesNotHaveDuplicates();
    }

    private static Step work(String subtask, String model) {
        var id = StepId.of("belter", 0);
        return step(id, model, new Assignment.Work(PatternName.BELTALOWDA, "Why?",
                SubTask.of(id, subtask, AgentType.WORKER, "science", Map.of()), "standard", Map.of()));
    }

    private static Step synthesis(String heading, String content) {
        return step(StepId.of("drummer", 0), "parrot-1", new Assignment.Synthesise(PatternName.BELTALOWDA, "Why?",
                AgentType.SYNTHESIZER, List.of(new Assignment.Source("agent_belter_0", heading, content)), false));
    }

    private static Step step(StepId id, String model, Assignment assignment) {
        return new Step(id, assignment, new CallOptions("scripted", model, 0.7, 100, Duration.ofSeconds(1), 1, List.of()));
    }
}
