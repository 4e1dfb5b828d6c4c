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
        return free.getAndUpdate(slots -> slots - Math.min(Math.max(slots, 0), 1)) > 0;
    }

    /** Takes half of the slots that there are, the bigger one, up to {@code most}, and answers how many. */
    int takeHalf(int most) {
        return half(free.getAndUpdate(slots -> slots - half(slots, most)), most);
    }

    private static int half(int slots, int most) {
        return Math.min((Math.max(slots, 0) + 1) / 2, most);
    }

    /** Whether all are free. */
    boolean unused() {
        return free.get() == size;
    }

    void give(int slots) {
        free.addAndGet(slots);
    }
}
