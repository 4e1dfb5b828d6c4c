package org.mcporchestrator.failover;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.mcporchestrator.journal.durable.Durability.State;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;

/** Whether Redis is there, since when, and who waits for its return. One log line per change. */
final class Presence {

    private final Clock clock;
    private final List<UniEmitter<? super Void>> waiting = new ArrayList<>();
    private State state;
    private boolean tried;

    Presence(Clock clock) {
        this.clock = clock;
        this.state = new State(true, false, "not connected yet", clock.instant());
    }

    synchronized State state() {
        return state;
    }

    boolean present() {
        return state().durable();
    }

    synchronized void away(String reason) {
        if (state.durable() || !tried) {
            tried = true;
            state = new State(true, false, reason, clock.instant());
            Log.warnf("Redis unavailable, going on in memory: error=%s", reason);
        }
    }

    void here() {
        List<UniEmitter<? super Void>> ready;
        synchronized (this) {
            tried = true;
            if (!state.durable()) {
                state = new State(true, true, "", clock.instant());
                Log.info("Redis connected, workflows are durable");
            }
            ready = List.copyOf(waiting);
            waiting.clear();
        }
        ready.forEach(emitter -> emitter.complete(null));
    }

    /** Emits when Redis is there; at once if it is. */
    Uni<Void> awaited() {
        return Uni.createFrom().emitter(emitter -> {
            synchronized (this) {
                if (!state.durable()) {
                    waiting.add(emitter);
                    emitter.onTermination(() -> forget(emitter));
                    return;
                }
            }
            emitter.complete(null);
        });
    }

    private synchronized void forget(UniEmitter<? super Void> emitter) {
        waiting.remove(emitter);
    }

    /** The one way in case Redis is there, the other if it is away or turns out to be. */
    <T> Uni<T> either(Supplier<Uni<T>> there, Supplier<Uni<T>> here) {
        return !present() ? Uni.createFrom().deferred(here::get)
                : Uni.createFrom().<T> deferred(there::get)
                        .onFailure(Failures::isUnavailable).invoke(failure -> away(Failures.reason(failure)))
                        .onFailure(Failures::isUnavailable).recoverWithUni(here::get);
    }
}
