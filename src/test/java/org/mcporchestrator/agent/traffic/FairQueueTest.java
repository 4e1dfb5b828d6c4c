package org.mcporchestrator.agent.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class FairQueueTest {

    private final FairQueue<String, String> queue = new FairQueue<>();

    private void add(String... items) {
        List.of(items).forEach(item -> queue.add(item.substring(0, 1), item));
    }

    private List<String> all() {
        var all = new ArrayList<String>();
        for (var next = queue.poll(); next.isPresent(); next = queue.poll()) {
            all.add(next.get());
        }
        return all;
    }

    @Test
    void theOwnersTakeTurns() {
        add("a1", "a2", "a3", "a4", "b1", "c1", "c2");

        assertThat(queue.size()).isEqualTo(7);
        assertThat(all()).containsExactly("a1", "b1", "c1", "a2", "c2", "a3", "a4");
        assertThat(queue.size()).isZero();
    }

    @Test
    void whoComesBackIsTheNext() {
        add("a1", "a2", "b1");
        var first = queue.poll().orElseThrow();

        queue.putBack("a", first);

        assertThat(all()).containsExactly("a1", "b1", "a2");
    }

    @Test
    void whoLeavesIsGone() {
        add("a1", "a2", "b1");

        assertThat(queue.remove("a", "a1")).isTrue();
        assertThat(queue.remove("a", "a1")).isFalse();
        assertThat(queue.remove("x", "x1")).isFalse();
        assertThat(queue.removeAll(item -> item.equals("b1"))).containsExactly("b1");
        assertThat(queue.size()).isEqualTo(1);
        assertThat(all()).containsExactly("a2");
    }
}
