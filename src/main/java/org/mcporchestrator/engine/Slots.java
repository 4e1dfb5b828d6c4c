package org.mcporchestrator.engine;

import java.util.concurrent.atomic.AtomicInteger;

/** How many more workflows this process may drive. */
final class Slots {

    private final int size;
    private final AtomicInteger free;

    Slots(int size) {
        this.size = size;
        this.free = new AtomicInteger(size);
    }

    /** Takes one slot if there is one. */
    boolean take() {
        return take(1) == 1;
    }

    /** Takes as many slots as there are, up to {@code wanted}, and answers how many. */
    int take(int wanted) {
        var before = free.getAndUpdate(slots -> slots - Math.min(Math.max(slots, 0), wanted));
        return Math.min(Math.max(before, 0), wanted);
    }

    /** Whether all are free. */
    boolean unused() {
        return free.get() == size;
    }

    void give(int slots) {
        free.addAndGet(slots);
    }
}
