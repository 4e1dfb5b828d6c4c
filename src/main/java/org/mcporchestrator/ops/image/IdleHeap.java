package org.mcporchestrator.ops.image;

import java.time.Duration;
import java.util.function.LongSupplier;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.Cancellable;

/**
 * Has the garbage of a process at rest collected. The executable's collector runs when the young generation is full, which
 * takes long while nothing happens: until then memory is held that nobody uses. The collectors of a JVM see to it themselves.
 */
@Singleton
class IdleHeap {

    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final long MIB = 1 << 20;
    /** At rest a process still renews, looks and is asked for its health: some 100 KiB a second. */
    private static final long AT_REST = MIB;
    private static final long WORTH_IT = 4 * MIB;

    private final LongSupplier used;
    private final Runnable collection;
    private long before;
    private long kept;
    private Cancellable looking = () -> {
    };

    IdleHeap() {
        this(() -> Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory(), System::gc);
    }

    IdleHeap(LongSupplier used, Runnable collection) {
        this.used = used;
        this.collection = collection;
    }

    void start(@Observes StartupEvent startup) {
        if (ImageMode.current().isNativeImage()) {
            looking = Multi.createFrom().ticks().startingAfter(EVERY).every(EVERY)
                    .onOverflow().drop()
                    .subscribe().with(_ -> look());
        }
    }

    void stop(@Observes ShutdownEvent shutdown) {
        looking.cancel();
    }

    /** Collects if little was allocated since the last look, and enough since the last collection. */
    synchronized void look() {
        var now = used.getAsLong();
        var grown = now - before;
        before = now;
        if (grown >= 0 && grown < AT_REST && now - kept >= WORTH_IT) {
            collection.run();
            before = used.getAsLong();
            kept = before;
        }
    }
}
