package org.mcporchestrator.failover;

import java.time.Clock;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import org.mcporchestrator.journal.Journal;
import org.mcporchestrator.journal.durable.Durability;
import org.mcporchestrator.memory.MemoryJournal;

import io.smallrye.mutiny.Uni;

/** Decides which journal the engine has: Redis with memory beside it, or memory alone. */
final class JournalProducer {

    @Produces
    @Singleton
    static Journal journal(FailoverConfig config, Instance<FailoverJournal> withRedis, MemoryJournal alone) {
        return config.enabled() ? withRedis.get() : alone;
    }

    @Produces
    @Singleton
    static Durability durability(FailoverConfig config, Instance<FailoverJournal> withRedis, Clock clock) {
        return config.enabled() ? withRedis.get()
                : new MemoryOnly(
                        new Durability.State(false, false, "Redis is not used (REDIS_ENABLED=false)", clock.instant()));
    }

    private record MemoryOnly(Durability.State state) implements Durability {

        @Override
        public Uni<Void> awaited() {
            return Uni.createFrom().voidItem();
        }
    }
}
