package org.mcporchestrator.ops.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IdleHeapTest {

    private static final long MIB = 1 << 20;

    private long used;
    private long live;
    private int collections;
    private final IdleHeap heap = new IdleHeap(() -> used, () -> {
        collections++;
        used = live;
    });

    @Test
    void garbageOfTheStartIsCollectedAsSoonAsTheProcessRests() {
        live = 8 * MIB;
        look(30 * MIB);
        assertThat(collections).isZero();

        look(30 * MIB + 100);

        assertThat(collections).isOne();
    }

    @Test
    void processThatWorksIsLeftToItsCollector() {
        for (var step = 1; step <= 10; step++) {
            look(step * 3 * MIB);
        }
        look(5 * MIB);

        assertThat(collections).isZero();
    }

    @Test
    void littleGarbageIsNotWorthACollection() {
        live = 8 * MIB;
        look(30 * MIB);
        look(30 * MIB);
        for (var half = 1; half < 8; half++) {
            look(8 * MIB + half * MIB / 2);
        }
        assertThat(collections).isOne();

        look(12 * MIB);

        assertThat(collections).isEqualTo(2);
    }

    private void look(long nowUsed) {
        used = nowUsed;
        heap.look();
    }
}
