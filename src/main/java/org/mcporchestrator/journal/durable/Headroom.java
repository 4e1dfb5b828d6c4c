package org.mcporchestrator.journal.durable;

import java.time.Duration;
import java.util.Optional;

import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;

import io.smallrye.mutiny.Uni;

/** Whether a durable journal has room for new workflows, so that those under way can still be recorded. */
public interface Headroom {

    Duration RETRY = Duration.ofSeconds(5);

    /**
     * Why no new workflow should be taken, as known for at most a second; empty also while the journal does not answer. Never
     * fails.
     */
    Uni<Optional<String>> shortage();

    /** Fails with {@code OVERLOADED} if there is a shortage. */
    default Uni<Void> demand() {
        return shortage().chain(shortage -> shortage
                .map(reason -> Uni.createFrom()
                        .<Void> failure(new FaultException(Fault.Code.OVERLOADED, reason).retryAfter(RETRY)))
                .orElseGet(() -> Uni.createFrom().voidItem()));
    }
}
