package org.mcporchestrator.memory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

import org.mcporchestrator.journal.Lease;
import org.mcporchestrator.workflow.WorkflowId;

/** Which of the workflows that wait somebody gets. */
record Choice(Lease lease, Instant now, Predicate<WorkflowId> mayBegin) {

    /**
     * @param waiting in the order of their turn
     * @param driven by anybody
     */
    List<Kept> of(Collection<Kept> waiting, Collection<Kept> driven, int slots) {
        var chosen = new ArrayList<Kept>();
        var alone = driven.stream().noneMatch(kept -> kept.tenure().isSuspectOf(lease, now));
        for (var kept : waiting) {
            if (chosen.size() == slots) {
                break;
            }
            if (!mayBegin.test(kept.id())) {
                continue;
            }
            var takeovers = kept.tenure().takeoversAt(now);
            var suspect = lease.patience().suspects(takeovers);
            if (suspect ? alone && isDue(kept, takeovers) : !lease.patience().isGivenUp(takeovers)) {
                alone &= !suspect;
                chosen.add(kept);
            }
        }
        return chosen;
    }

    private boolean isDue(Kept kept, int takeovers) {
        var backOff = lease.patience().backOff(takeovers, lease.length());
        return !kept.tenure().deadline().plus(backOff).isAfter(now);
    }
}
