package org.mcporchestrator.agent.traffic;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

import org.mcporchestrator.TestClock;

/** Time that passes when a test says so, and wakes whoever is due in the order in which they are. */
public final class TestAlarm implements Alarm {

    private final TestClock clock;
    private final PriorityQueue<Waker> wakers = new PriorityQueue<>(
            Comparator.comparing(Waker::at).thenComparing(Waker::number));
    private long number;

    private record Waker(Instant at, long number, Runnable wake) {}

    public TestAlarm(TestClock clock) {
        this.clock = clock;
    }

    @Override
    public void after(Duration wait, Runnable wake) {
        wakers.add(new Waker(clock.instant().plus(wait), number++, wake));
    }

    public void pass(Duration time) {
        var end = clock.instant().plus(time);
        while (!wakers.isEmpty() && !wakers.peek().at().isAfter(end)) {
            var _ = next();
        }
        clock.pass(Duration.between(clock.instant(), end));
    }

    /** Lets time pass up to the next one, and wakes it; false if nobody waits. */
    public boolean next() {
        var due = wakers.poll();
        if (due == null) {
            return false;
        }
        clock.pass(Duration.between(clock.instant(), due.at()));
        due.wake().run();
        return true;
    }
}
