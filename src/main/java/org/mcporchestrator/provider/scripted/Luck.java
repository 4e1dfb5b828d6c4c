package org.mcporchestrator.provider.scripted;

import java.util.LinkedHashMap;
import java.util.Map;

import org.mcporchestrator.agent.Prompt;

/**
 * Which calls fail: the n-th call of a prompt fails if {@link #share} of prompt and n is below the rate. So a run can be
 * repeated call by call, and a call that failed may succeed when it is made again.
 */
final class Luck {

    /** Prompts whose calls are counted; of the one that was sent longest ago the count begins anew. */
    private static final int REMEMBERED = 10_000;

    private final double rate;
    private final Map<Long, Integer> calls = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Integer> eldest) {
            return size() > REMEMBERED;
        }
    };

    Luck(double rate) {
        this.rate = rate;
    }

    /** Whether this call fails; counts it. */
    boolean fails(Prompt prompt) {
        return rate > 0 && share(prompt, count(prompt)) < rate;
    }

    private synchronized int count(Prompt prompt) {
        return calls.merge(hash(prompt), 1, Integer::sum);
    }

    /** A number from 0 to 1, below 1, that looks random and depends on the prompt and {@code salt} alone. */
    static double share(Prompt prompt, int salt) {
        return (mixed(hash(prompt) + salt * 0x9E3779B97F4A7C15L) >>> 11) * 0x1.0p-53;
    }

    private static long hash(Prompt prompt) {
        return (long) prompt.system().hashCode() << 32 | Integer.toUnsignedLong(prompt.user().hashCode());
    }

    /** Spreads the bits as SplittableRandom does (Stafford's variant 13). */
    private static long mixed(long bits) {
        var first = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        var second = (first ^ (first >>> 27)) * 0x94D049BB133111EBL;
        return second ^ (second >>> 31);
    }
}
