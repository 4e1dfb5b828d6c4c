package org.mcporchestrator.agent.traffic;

import java.time.Duration;

import org.mcporchestrator.agent.ModelCall;
import org.mcporchestrator.agent.Permission;

/**
 * A call that waits for its turn.
 *
 * @param tokens that it will need at most, prompt and answer, by estimate
 * @param patience the longest time for which it waits at a provider that may not be called
 * @param replaceable whether another provider can take over: then it does not wait to see whether this one is well again
 * @param timeout of the call itself
 */
public record Turn(Permission permission, long tokens, Duration patience, boolean replaceable, Duration timeout) {

    public static Turn of(ModelCall call, Permission permission, Duration patience, boolean replaceable) {
        return new Turn(permission, call.prompt().tokens() + call.maxTokens(), patience, replaceable, call.timeout());
    }
}
