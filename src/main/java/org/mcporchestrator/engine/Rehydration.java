package org.mcporchestrator.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.mcporchestrator.engine.Cache.Look;
import org.mcporchestrator.journal.Journal;
import org.mcporchestrator.journal.Journal.Ended;
import org.mcporchestrator.journal.Journal.Recent;
import org.mcporchestrator.journal.durable.Durability;

import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;

/**
 * Fills the cache at the start of the process with what the journal knows: the heads of all active workflows and the newest
 * ended ones. The process is ready once that is done. While the journal is away, it is tried again until it comes.
 */
@ApplicationScoped
public class Rehydration {

    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(50);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(1);

    /** Thousands of lines would take longer than what they tell of; the last line has the count. */
    private static final int TOLD_AT_MOST = 100;

    private final Journal journal;
    private final Durability durability;
    private final Cache cache;
    private final EngineConfig config;
    private final AtomicBoolean ready = new AtomicBoolean();

    Rehydration(Journal journal, Durability durability, Cache cache, EngineConfig config) {
        this.journal = journal;
        this.durability = durability;
        this.cache = cache;
        this.config = config;
    }

    /**
     * Whether the cache holds what the journal knew at the start, or the durable journal is away and will be read when it
     * comes.
     */
    public boolean ready() {
        return ready.get();
    }

    void start(@Observes StartupEvent startup) {
        durability.awaited()
                .chain(this::read)
                .onFailure().retry().withBackOff(FIRST_BACK_OFF, LONGEST_BACK_OFF).indefinitely()
                .invoke(_ -> ready.set(true))
                .subscribe().with(Rehydration::tell, failure -> Log.error("the cache can never be filled", failure));
        Uni.createFrom().voidItem().onItem().delayIt().by(config.startPatience())
                .subscribe().with(_ -> ready.set(true));
    }

    private Uni<Recent> read() {
        var look = cache.look();
        return journal.recent(config.cachedResults()).invoke(recent -> restore(recent, look));
    }

    private void restore(Recent recent, Look look) {
        recent.active().forEach(cache::remember);
        recent.ended().reversed().forEach(ended -> cache.put(ended.id(), () -> view(ended.content().get()), look));
    }

    private static WorkflowView view(Ended ended) {
        return new WorkflowView(ended.standing(), Optional.of(ended.result()));
    }

    /** After the process is ready: a hundred lines take longer than what they tell of. */
    private static void tell(Recent recent) {
        recent.active().stream().limit(TOLD_AT_MOST).forEach(standing -> Log.infof(
                "Restored active workflow: workflow=%s status=%s", standing.id(), standing.status().wire()));
        recent.ended().reversed().forEach(ended -> Log.infof("Restored completed workflow: workflow=%s", ended.id()));
        Log.infof("cache filled: active=%d completed=%d unreadable=%d", recent.active().size(), recent.ended().size(),
                recent.unreadable());
    }
}
