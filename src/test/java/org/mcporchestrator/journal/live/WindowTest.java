package org.mcporchestrator.journal.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.step.StepId;

import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.subscription.Cancellable;

class WindowTest {

    private static final WorkflowId ID = new WorkflowId("search_000000000001");
    private static final WorkflowId OTHER = new WorkflowId("search_000000000002");

    private final Others others = new Others();
    private final Window window = new Window(others);

    /** Other processes, as a test wants them. */
    private static final class Others implements SightRelay {

        private final List<Sight> sent = new ArrayList<>();
        private final AtomicReference<Consumer<Sight>> asked = new AtomicReference<>();
        private boolean watching;

        @Override
        public boolean wanted(WorkflowId id) {
            return watching;
        }

        @Override
        public void send(WorkflowId id, Sight sight) {
            sent.add(sight);
        }

        @Override
        public Cancellable watch(WorkflowId id, Consumer<Sight> watcher) {
            asked.set(watcher);
            return () -> asked.set(null);
        }
    }

    @Test
    void whoeverWatchesSeesWhatHappensFromThenOn() {
        window.show(ID, delta(0));
        var one = watch();
        window.show(ID, delta(1));
        var two = watch();
        window.show(ID, delta(2));
        window.show(OTHER, delta(3));

        assertThat(one.getItems()).containsExactly(delta(1), delta(2));
        assertThat(two.getItems()).containsExactly(delta(2));
    }

    @Test
    void aSlowWatcherMissesSomethingAndHoldsUpNobody() {
        var slow = window.watch(ID).subscribe().withSubscriber(AssertSubscriber.create(0));
        var quick = watch();

        IntStream.range(0, 1_000).forEach(offset -> window.show(ID, delta(offset)));

        assertThat(quick.getItems()).hasSize(1_000);
        slow.request(2_000);
        assertThat(slow.getItems()).hasSize(256).startsWith(delta(0));
        window.show(ID, delta(1_000));
        assertThat(slow.getItems()).endsWith(delta(1_000));
    }

    @Test
    void otherProcessesAreAskedWhileSomebodyWatches() {
        var one = watch();
        var two = watch();
        others.asked.get().accept(delta(7));
        assertThat(one.getItems()).containsExactly(delta(7));

        one.cancel();
        assertThat(others.asked.get()).isNotNull();
        two.cancel();
        assertThat(others.asked.get()).isNull();
        assertThat(window.wanted(ID)).isFalse();
    }

    @Test
    void otherProcessesAreToldOnlyWhatTheyWant() {
        window.show(ID, delta(0));
        assertThat(window.wanted(ID)).isFalse();

        others.watching = true;
        window.show(ID, delta(1));

        assertThat(window.wanted(ID)).isTrue();
        assertThat(others.sent).containsExactly(delta(1));
    }

    private AssertSubscriber<Sight> watch() {
        return window.watch(ID).subscribe().withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
    }

    private static Sight delta(int offset) {
        return new Sight.Delta(ID, Instant.EPOCH, new StepId("swarm_0"), "agent_swarm_0", offset, "text");
    }
}
