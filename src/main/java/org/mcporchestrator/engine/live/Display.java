package org.mcporchestrator.engine.live;

import java.time.Clock;
import java.util.Optional;

import jakarta.inject.Singleton;

import org.mcporchestrator.agent.Listener;
import org.mcporchestrator.journal.live.Window;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.step.Assignment;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.Step;

import io.smallrye.mutiny.Uni;

/** Shows steps while they are performed, to those who watch the workflow at the moment. */
@Singleton
public class Display {

    private final Window window;
    private final Clock clock;

    public Display(Window window, Clock clock) {
        this.window = window;
        this.clock = clock;
    }

    /** The same work, which can be watched; a decomposition is over before anybody could. */
    public Uni<Outcome> of(WorkflowId id, Step step, Uni<Outcome> work) {
        return agent(step)
                .map(agent -> Uni.createFrom().deferred(() -> {
                    var writing = new Writing(window, clock, id, step.id(), agent);
                    return Listener.during(work, writing).onTermination().invoke(writing::ended);
                }))
                .orElse(work);
    }

    /** As results name it: a synthesis is known by its own id. */
    private static Optional<String> agent(Step step) {
        return switch (step.assignment()) {
            case Assignment.Work work -> Optional.of(work.subtask().agentId());
            case Assignment.Synthesise _ -> Optional.of(step.id().value());
            case Assignment.Decompose _ -> Optional.empty();
        };
    }
}
