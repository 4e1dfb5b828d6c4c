package org.mcporchestrator.memory;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.mcporchestrator.journal.Journal.Creation;
import org.mcporchestrator.journal.admission.IdempotencyKey;
import org.mcporchestrator.workflow.WorkflowId;

/** The idempotency keys of the workflows that are kept; never more than these. Guarded by the lock of its store. */
final class Keys {

    private record Use(WorkflowId id, String fingerprint, Instant until) {}

    private final Map<String, Use> uses = new HashMap<>();
    private final Map<WorkflowId, String> digests = new HashMap<>();

    /** What a creation under that key is answered if the key is in use. */
    Optional<Creation> answer(IdempotencyKey key, Instant now) {
        return Optional.ofNullable(uses.get(key.digest())).filter(use -> use.until().isAfter(now))
                .map(use -> use.fingerprint().equals(key.fingerprint()) ? new Creation.Repeated(use.id())
                        : new Creation.KeyReused(use.id()));
    }

    void use(IdempotencyKey key, WorkflowId id, Instant until) {
        Optional.ofNullable(uses.put(key.digest(), new Use(id, key.fingerprint(), until)))
                .ifPresent(before -> digests.remove(before.id()));
        digests.put(id, key.digest());
    }

    void forget(WorkflowId id) {
        Optional.ofNullable(digests.remove(id)).ifPresent(uses::remove);
    }
}
