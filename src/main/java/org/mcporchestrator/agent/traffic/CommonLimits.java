package org.mcporchestrator.agent.traffic;

import java.time.Duration;

import io.smallrye.mutiny.Uni;

/**
 * Limits that all processes keep together: the pauses that providers ask for, and tokens per minute. Never fails: what cannot
 * be agreed on holds for this process alone.
 */
public interface CommonLimits {

    /**
     * Whether a call may leave.
     *
     * @param delay zero if it may; else how long until it is worth asking again, and nothing was taken
     * @param paused whether it waits for the end of a pause, and not for tokens
     */
    record Entry(Duration delay, boolean paused) {

        public static final Entry FREE = new Entry(Duration.ZERO, false);
    }

    /**
     * Takes the tokens of one call, if it may leave now. Tokens come back steadily, a minute's worth a minute; a call of more
     * than that waits until all are there.
     *
     * @param call asks again under the same name until it may leave; so an answer that got lost costs no tokens twice
     * @param perMinute 0: no limit, only pauses count
     */
    Uni<Entry> enter(String provider, String call, long tokens, long perMinute);

    /** Gives back what a call did not need; takes more if it needed more, so less than zero. */
    Uni<Void> giveBack(String provider, long tokens, long perMinute);

    /** Nobody may call it for so long. A shorter pause does not end a longer one. */
    Uni<Void> pause(String provider, Duration wait);
}
