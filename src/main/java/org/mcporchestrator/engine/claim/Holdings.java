package org.mcporchestrator.engine.claim;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.mcporchestrator.engine.drive.Driver;
import org.mcporchestrator.journal.Claim;
import org.mcporchestrator.workflow.WorkflowId;

/** The drivers of this process, each under the claim with which it began; one of each workflow, the last. */
public final class Holdings {

    private final Map<WorkflowId, Holding> held = new ConcurrentHashMap<>();

    private record Holding(Claim claim, Driver driver) {}

    public void add(Claim claim, Driver driver) {
        held.put(claim.id(), new Holding(claim, driver));
    }

    /** Unless another driver has taken its place. */
    public void remove(Claim claim, Driver driver) {
        held.computeIfPresent(claim.id(), (_, now) -> now.driver() == driver ? null : now);
    }

    public Optional<Driver> of(WorkflowId id) {
        return Optional.ofNullable(held.get(id)).map(Holding::driver);
    }

    /** The driver under this very claim. */
    public Optional<Driver> of(Claim claim) {
        return Optional.ofNullable(held.get(claim.id())).filter(found -> found.claim().equals(claim)).map(Holding::driver);
    }

    public List<Claim> claims() {
        return held.values().stream().map(Holding::claim).toList();
    }

    public Collection<Driver> drivers() {
        return held.values().stream().map(Holding::driver).toList();
    }

    public int size() {
        return held.size();
    }
}
