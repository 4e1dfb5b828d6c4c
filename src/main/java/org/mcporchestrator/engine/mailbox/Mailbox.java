package org.mcporchestrator.engine.mailbox;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;

/**
 * Messages from any thread for one reader. What came while nobody read is handed over together, and so is what comes in one
 * {@link Tick}: answers that are ready together are recorded in one write.
 */
public final class Mailbox<T> {

    private final List<T> waiting = new ArrayList<>();
    private @Nullable UniEmitter<? super List<T>> reader;
    private boolean delivering;

    public void put(T message) {
        synchronized (this) {
            waiting.add(message);
            if (reader == null || delivering) {
                return;
            }
            delivering = true;
        }
        Tick.next(this::deliver);
    }

    private void deliver() {
        UniEmitter<? super List<T>> ready;
        List<T> messages;
        synchronized (this) {
            delivering = false;
            ready = reader;
            if (ready == null) {
                return;
            }
            reader = null;
            messages = drain();
        }
        ready.complete(messages);
    }

    /** All messages there are, at least one: waits for the first. One reader at a time; one who gives up takes none along. */
    public Uni<List<T>> take() {
        return Uni.createFrom().emitter(emitter -> {
            List<T> messages;
            synchronized (this) {
                if (waiting.isEmpty()) {
                    reader = emitter;
                    emitter.onTermination(() -> forget(emitter));
                    return;
                }
                messages = drain();
            }
            emitter.complete(messages);
        });
    }

    /** All messages there are now, perhaps none. */
    public synchronized List<T> rest() {
        return drain();
    }

    private synchronized void forget(UniEmitter<? super List<T>> emitter) {
        if (reader == emitter) {
            reader = null;
        }
    }

    private List<T> drain() {
        var messages = List.copyOf(waiting);
        waiting.clear();
        return messages;
    }
}
