package org.mcporchestrator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mcporchestrator.engine.EngineFixture.answer;
import static org.mcporchestrator.engine.EngineFixture.research;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.mcporchestrator.engine.EngineFixture.Agents;
import org.mcporchestrator.engine.EngineFixture.Process;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.step.Outcome;

import io.smallrye.mutiny.Uni;

/** What becomes of more workflows than there are slots. */
class QueueTest {

    private final EngineFixture fixture = new EngineFixture();
    private final List<CompletableFuture<Outcome>> held = new CopyOnWriteArrayList<>();

    @Test
    void whatWaitsIsBegunByPriorityAndThenByAge() {
        var process = fixture.process(Agents.eager(), 1);
        var busy = fixture.process(heldUp(), 1);
        busy.submit(research(1));
        var waiting = new ArrayList<WorkflowId>();
        for (var priority : List.of(5, 0, 9, 5)) {
            fixture.clock.pass(java.time.Duration.ofSeconds(1));
            waiting.add(busy.submit(EngineFixture.prior(priority, research(1))));
            busy.renew();
        }

        process.claimWaiting();

        await().until(() -> waiting.stream().allMatch(id -> process.now(id).standing().status() == Status.COMPLETED));
        assertThat(waiting.stream().sorted((one, other) -> begun(one).compareTo(begun(other))).toList())
                .containsExactly(waiting.get(2), waiting.get(0), waiting.get(3), waiting.get(1));
    }

    @Test
    void everyProcessTakesAsManyAsItHasSlotsAndABurstSpreads() {
        var busy = fixture.process(heldUp(), 3);
        var idle = List.of(fixture.process(heldUp(), 2), fixture.process(heldUp(), 4));
        IntStream.range(0, 20).forEach(_ -> busy.submit(research(1)));

        idle.forEach(Process::claimWaiting);
        idle.forEach(Process::claimWaiting);

        assertThat(busy.workflows.driven()).isEqualTo(3);
        assertThat(idle).extracting(process -> process.workflows.driven()).containsExactly(2, 4);
    }

    private java.time.Instant begun(WorkflowId id) {
        return fixture.entriesOf(id).getFirst().envelope().timestamp();
    }

    /** Agents that answer when the test lets them. */
    private Agents heldUp() {
        return new Agents(step -> {
            var answer = new CompletableFuture<Outcome>();
            held.add(answer);
            return Uni.createFrom().completionStage(answer).replaceWith(() -> answer(step));
        });
    }
}
