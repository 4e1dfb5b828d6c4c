package org.mcporchestrator.agent.traffic;

import java.time.Duration;

/** Wakes somebody later. */
@FunctionalInterface
public interface Alarm {

    /** Runs it once after that time, on any thread. It cannot be called off: being woken in vain does no harm. */
    void after(Duration wait, Runnable wake);
}
