package org.mcporchestrator.analytics;

import java.util.Optional;

import io.smallrye.mutiny.Uni;

/**
 * Figures of the workflows that are kept: what was pruned is in none of them. No answer takes longer the more there are. Fails
 * with {@code JOURNAL_UNAVAILABLE} without Redis: the memory of one process knows only a part.
 */
public interface Analytics {

    Uni<Counts> counts();

    /** Zeros if no workflow has ended. */
    Uni<Costs> costs();

    /** Empty if no workflow has ended. */
    Uni<Optional<Performance>> performance();
}
