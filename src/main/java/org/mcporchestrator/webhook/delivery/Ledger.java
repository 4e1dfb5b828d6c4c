package org.mcporchestrator.webhook.delivery;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

import jakarta.inject.Singleton;

import org.mcporchestrator.webhook.Assignment;
import org.mcporchestrator.webhook.Settlement;
import org.mcporchestrator.webhook.WebhookStore;
import org.mcporchestrator.webhook.WebhookStore.Standing;
import org.mcporchestrator.webhook.WebhookStore.Taken;
import org.mcporchestrator.webhook.WebhooksConfig;

import io.smallrye.mutiny.Uni;

/** What this process delivers now, and what it has delivered. Claims and settles within its limits. */
@Singleton
public class Ledger {

    /** A claim outlasts an attempt by half its time, and this. */
    private static final Duration TO_SETTLE = Duration.ofSeconds(1);

    private final WebhookStore store;
    private final WebhooksConfig config;
    private final Duration lease;
    private final Map<String, Integer> busy = new HashMap<>();
    private volatile boolean stopping;
    private final LongAdder delivered = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder dead = new LongAdder();
    private final LongAdder damaged = new LongAdder();

    Ledger(WebhookStore store, WebhooksConfig config) {
        this.store = store;
        this.config = config;
        this.lease = config.timeout().plus(config.timeout().dividedBy(2)).plus(TO_SETTLE);
    }

    boolean hasRoom() {
        return active() < config.atOnce();
    }

    Uni<Taken> claim() {
        return Uni.createFrom().deferred(() -> store.claim(lease, capacity()))
                .invoke(taken -> damaged.add(taken.damaged()));
    }

    private synchronized WebhookStore.Capacity capacity() {
        return new WebhookStore.Capacity(config.atOnce() - active(), config.perHost(), busy);
    }

    Uni<Standing> settle(Assignment assignment, Settlement settlement) {
        count(settlement);
        return store.settle(assignment, lease, settlement);
    }

    /** From now on every errand gives its claim back after the attempt that is under way. */
    void stop() {
        stopping = true;
    }

    boolean stopping() {
        return stopping;
    }

    synchronized void begin(Assignment assignment) {
        busy.merge(assignment.registration().webhook().host(), 1, Integer::sum);
    }

    synchronized void end(Assignment assignment) {
        busy.computeIfPresent(assignment.registration().webhook().host(), (_, count) -> count == 1 ? null : count - 1);
    }

    private void count(Settlement settlement) {
        switch (settlement) {
            case Settlement.Delivered _ -> delivered.increment();
            case Settlement.Retry _ -> failures.increment();
            case Settlement.Disabled _ -> failures.increment();
            case Settlement.Dead _ -> {
                failures.increment();
                dead.increment();
            }
            case Settlement.Release _ -> {
            }
        }
    }

    /** Deliveries under way. */
    public synchronized int active() {
        return busy.values().stream().mapToInt(count -> count).sum();
    }

    /** Events that arrived. */
    public long delivered() {
        return delivered.sum();
    }

    /** Attempts that failed. */
    public long failures() {
        return failures.sum();
    }

    /** Events that were given up. */
    public long dead() {
        return dead.sum();
    }

    /** Registrations that were set aside, as they cannot be read. */
    public long damaged() {
        return damaged.sum();
    }
}
