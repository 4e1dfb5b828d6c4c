package org.mcporchestrator.journal.durable;

import io.smallrye.mutiny.Uni;

/** Looks after the health of a durable journal. */
public interface Monitor {

    /** How it is, at most a second ago. Answers within half a second, and never fails. */
    Uni<Vitals> vitals();
}
