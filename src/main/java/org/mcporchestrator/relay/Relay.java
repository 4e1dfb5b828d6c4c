package org.mcporchestrator.relay;

import java.util.function.Consumer;

/**
 * Tells all processes that share a database something short. Nothing is kept or repeated: who is not there, or cut off, never
 * hears of it. For what is worth little a moment later; everything else belongs into the journal.
 */
public interface Relay {

    /** Tells all others; whether this process hears it too is left open. Returns at once, and never fails. */
    void tell(String message);

    /** @param listener gets each message from now on; must not wait */
    void listen(Consumer<String> listener);
}
