package org.mcporchestrator.redis.link;

/** Whether Redis can be used. */
public sealed interface LinkState {

    /** Nothing has been tried yet. */
    record Idle() implements LinkState {}

    record Up() implements LinkState {}

    /** Cannot be used; it is tried again by itself. */
    record Down(String reason) implements LinkState {}
}
