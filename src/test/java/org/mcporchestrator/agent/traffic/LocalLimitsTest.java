package org.mcporchestrator.agent.traffic;

import java.time.Duration;

import org.mcporchestrator.TestClock;

class LocalLimitsTest extends LimitsContract {

    private final TestClock clock = new TestClock();
    private final LocalLimits limits = new LocalLimits(clock);

    @Override
    protected CommonLimits limits() {
        return limits;
    }

    @Override
    protected void pass(Duration time) {
        clock.pass(time);
    }
}
