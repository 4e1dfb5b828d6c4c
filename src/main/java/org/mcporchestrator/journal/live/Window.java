package org.mcporchestrator.journal.live;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Consumer;

import jakarta.inject.Singleton;

import org.mcporchestrator.workflow.WorkflowId;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import io.smallrye.mutiny.subscription.Cancellable;

/**
 * Who watches which workflow here, and what they get to see. Looking through it holds up nobody: what a slow watcher misses is
 * gone.
 */
@Singleton
public class Window {

    /** Sights that wait for one watcher; more are dropped. A second or two of ten agents. */
    private static final int WAITING = 256;

    private final SightRelay relay;
    private final Map<WorkflowId, Audience> audiences = new HashMap<>();

    public Window(SightRelay relay) {
        this.relay = relay;
    }

    private record Audience(Set<Consumer<Sight>> watchers, Cancellable elsewhere) {}

    /** Whether anybody watches; if not, a sight need not be made. */
    public boolean wanted(WorkflowId id) {
        return watched(id) || relay.wanted(id);
    }

    /** Shows something that happened here, to watchers here and elsewhere. */
    public void show(WorkflowId id, Sight sight) {
        seen(id, sight);
        if (relay.wanted(id)) {
            relay.send(id, sight);
        }
    }

    /** What is to be seen from now on; never completes. */
    public Multi<Sight> watch(WorkflowId id) {
        return Multi.createFrom().deferred(() -> {
            UnicastProcessor<Sight> sights = UnicastProcessor.create(new Waiting(), () -> {
            });
            Consumer<Sight> watcher = sight -> hand(sights, sight);
            enter(id, watcher);
            return sights.onTermination().invoke(() -> leave(id, watcher));
        });
    }

    /** One at a time, as subscribers may expect: sights come from the threads of several calls. */
    private static void hand(UnicastProcessor<Sight> sights, Sight sight) {
        synchronized (sights) {
            sights.onNext(sight);
        }
    }

    private synchronized boolean watched(WorkflowId id) {
        return audiences.containsKey(id);
    }

    private synchronized void enter(WorkflowId id, Consumer<Sight> watcher) {
        audiences.computeIfAbsent(id, _ -> new Audience(new HashSet<>(), relay.watch(id, sight -> seen(id, sight))))
                .watchers().add(watcher);
    }

    private synchronized void leave(WorkflowId id, Consumer<Sight> watcher) {
        var audience = audiences.get(id);
        if (audience != null && audience.watchers().remove(watcher) && audience.watchers().isEmpty()) {
            audiences.remove(id);
            audience.elsewhere().cancel();
        }
    }

    private void seen(WorkflowId id, Sight sight) {
        watchers(id).forEach(watcher -> watcher.accept(sight));
    }

    private synchronized List<Consumer<Sight>> watchers(WorkflowId id) {
        var audience = audiences.get(id);
        return audience == null ? List.of() : List.copyOf(audience.watchers());
    }

    /** Takes everything and keeps what it has room for. */
    private static final class Waiting extends ArrayBlockingQueue<Sight> {

        private static final long serialVersionUID = 1;

        Waiting() {
            super(WAITING);
        }

        @Override
        public boolean offer(Sight sight) {
            var _ = super.offer(sight);
            return true;
        }
    }
}
