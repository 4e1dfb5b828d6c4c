package org.mcporchestrator.agent.traffic;

import java.time.Duration;

import org.mcporchestrator.agent.ModelCall;
import org.mcporchestrator.agent.Permission;

/**
 * A call that waits for its turn.
 *
 * @param tokens that it will need at most, prompt and answer, by estimate
 * @param patience the longest time for which it waits at a provider that may not be called
 * @param timeout of the call itself
 */
public record Turn(Permission permission, long tokens, Duration patience, Duration timeout) {

    /** Vendors count about four characters of English as a token. */
    private static final int CHARACTERS_OF_A_TOKEN = 4;

    public static Turn of(ModelCall call, Permission permission, Duration patience) {
        var characters = call.prompt().system().length() + call.prompt().user().length();
        return new Turn(permission, Math.ceilDiv(characters, CHARACTERS_OF_A_TOKEN) + (long) call.maxTokens(), patience,
                call.timeout());
    }
}
