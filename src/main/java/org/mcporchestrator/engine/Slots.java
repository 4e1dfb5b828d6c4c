package org.mcporchestrator.engine;

import java.util.concurrent.atomic.AtomicInteger;

/** How many more workflows this process may drive. */
final class Slots {

    /** So many a journal gives in one go. */
    private static final int CLAIMED_AT_ONCE = 200;

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

    /** Takes half of the slots that there are, the bigger one, but no more than one claim brings, and answers how many. */
    int takeHalf() {
        return half(free.getAndUpdate(slots -> slots - half(slots)));
    }

    private static int half(int slots) {
        return Math.min((Math.max(slots, 0) + 1) / 2, CLAIMED_AT_ONCE);
    }

    /** Whether all are free. */
    boolean unused() {
        return free.get() == size;
    }

    void give(int slots) {
        free.addAndGet(slots);
    }
}
