package org.mcporchestrator.redis.link;

/** Whether Redis can be used. */
public sealed interface LinkState {

    /** Nothing has been tried yet. */
    record Idle() implements LinkState {}

    /** @param incarnation the mark of its data: another one than before means that Redis has lost what it had */
    record Up(String incarnation) implements LinkState {}

    /** Cannot be used; it is tried again by itself. */
    record Down(String reason) implements LinkState {}
}
