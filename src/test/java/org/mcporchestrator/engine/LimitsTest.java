package org.mcporchestrator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mcporchestrator.engine.EngineFixture.answer;
import static org.mcporchestrator.engine.EngineFixture.research;

import org.junit.jupiter.api.Test;
import org.mcporchestrator.engine.EngineFixture.Agents;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.Step;

import io.smallrye.mutiny.Uni;

class LimitsTest {

    private static final int LIMIT = 100;

    private final EngineFixture fixture = new EngineFixture();

    @Test
    void answerThatIsTooLongToBeKeptIsAFailedStepWhoseCostCounts() {
        var process = process(LIMIT, 10_000);

        var result = process.ended(process.submit(research(3))).result().orElseThrow();

        assertThat(result.status()).isEqualTo(Status.COMPLETED);
        var failed = result.agentResults().get(1);
        assertThat(failed.status()).isEqualTo(Status.FAILED);
        assertThat(failed.metadata()).containsEntry("error_code", "too_large");
        assertThat(failed.error()).contains("the answer has 101 bytes; at most 100 can be kept");
        assertThat(result.agentResults().get(2).content()).hasSize(50);
        // The decomposition and three workers: the answer that is too long was paid like the others.
        assertThat(result.totalCost()).isEqualByComparingTo("0.04");
    }

    @Test
    void workflowWhoseAnswersAreTooLongTogetherFails() {
        var process = process(1000, 160);

        var view = process.ended(process.submit(research(3)));

        assertThat(view.standing().status()).isEqualTo(Status.FAILED);
        assertThat(view.result().orElseThrow().error())
                .contains("the answers of the workflow have more than 160 bytes together");
        assertThat(fixture.eventsOf(view.standing().id())).endsWith("workflow_error");
    }

    private EngineFixture.Process process(long step, long workflow) {
        return new EngineFixture.Process(fixture.journal, new Agents(each -> Uni.createFrom().item(sized(each))),
                new EngineFixture.Settings(512, 256, step, workflow), fixture.clock);
    }

    /** Two bytes a letter. */
    private static Outcome sized(Step step) {
        return switch (step.id().value()) {
            case "belter_1" -> withContent(step, "ä".repeat(50) + "a");
            case "belter_2" -> withContent(step, "ä".repeat(50));
            default -> answer(step);
        };
    }

    private static Outcome withContent(Step step, String content) {
        var usual = (Outcome.Answered) answer(step);
        return new Outcome.Answered(content, usual.provider(), usual.model(), usual.usage(), usual.cost(), usual.took(),
                usual.attempts(), usual.simulated());
    }
}
