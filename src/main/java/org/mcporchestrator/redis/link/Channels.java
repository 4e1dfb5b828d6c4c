package org.mcporchestrator.redis.link;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;

/**
 * Who listens to which channel, on one connection for all. A channel is subscribed only while somebody listens; after a
 * reconnection all are subscribed again.
 */
public final class Channels {

    private final Map<String, Set<Consumer<String>>> listeners = new HashMap<>();
    private final String steady;
    private volatile @Nullable Session session;
    private CompletableFuture<Void> ready = new CompletableFuture<>();
    private volatile long heard;
    /** The steady channel is subscribed again and again; only the first time on a connection tells something. */
    private final AtomicBoolean steadyAgain = new AtomicBoolean();

    /** @param steady a channel that is subscribed always, so that the connection can be seen to live */
    Channels(String steady) {
        this.steady = steady;
        listeners.put(steady, new LinkedHashSet<>());
    }

    /**
     * @param listener gets each message, and an empty text whenever something may have been missed: at the beginning, as soon
     *        as the subscription holds, after each reconnection, and when Redis has lost its data. Must not wait.
     */
    public synchronized Cancellable listen(String channel, Consumer<String> listener) {
        var there = listeners.computeIfAbsent(channel, _ -> new LinkedHashSet<>());
        there.add(listener);
        if (there.size() == 1 && !channel.equals(steady)) {
            send(Command.SUBSCRIBE, channel);
        } else {
            listener.accept("");
        }
        return () -> leave(channel, listener);
    }

    private synchronized void leave(String channel, Consumer<String> listener) {
        var left = listeners.getOrDefault(channel, Set.of());
        if (left.remove(listener) && left.isEmpty() && !channel.equals(steady)) {
            listeners.remove(channel);
            send(Command.UNSUBSCRIBE, channel);
        }
    }

    /** All may have missed something that nobody could tell. */
    void tellAll() {
        List<String> channels;
        synchronized (this) {
            channels = List.copyOf(listeners.keySet());
        }
        channels.forEach(channel -> tell(channel, ""));
    }

    /** Takes all subscriptions to a new connection; done when the first of them holds there. */
    synchronized Uni<Void> moveTo(Session next) {
        session = next;
        ready = new CompletableFuture<>();
        heard = System.nanoTime();
        steadyAgain.set(true);
        next.onMessage(message -> message(next, message));
        listeners.keySet().forEach(channel -> send(Command.SUBSCRIBE, channel));
        return Uni.createFrom().completionStage(ready);
    }

    /** Subscribes once more to the steady channel, only to see whether Redis still answers here. */
    synchronized void ask() {
        send(Command.SUBSCRIBE, steady);
    }

    /** Nanoseconds since anything came. */
    long silence() {
        return System.nanoTime() - heard;
    }

    private void send(Command command, String channel) {
        var at = session;
        if (at != null) {
            at.listen(Request.cmd(command).arg(channel)).subscribe().with(_ -> {
            }, _ -> {
            });
        }
    }

    private void message(Session from, @Nullable Response message) {
        if (from != session) {
            return;
        }
        heard = System.nanoTime();
        if (message == null || message.size() < 3) {
            return;
        }
        var channel = message.get(1).toString();
        switch (message.get(0).toString()) {
            case "message" -> tell(channel, message.get(2).toString());
            case "subscribe" -> {
                ready.complete(null);
                if (!channel.equals(steady) || steadyAgain.compareAndSet(true, false)) {
                    tell(channel, "");
                }
            }
            case "unsubscribe" -> subscribeAgain(channel);
            default -> {
            }
        }
    }

    /** Commands of two threads can overtake each other on their way: somebody may listen again by now. */
    private synchronized void subscribeAgain(String channel) {
        if (listeners.containsKey(channel)) {
            send(Command.SUBSCRIBE, channel);
        }
    }

    private void tell(String channel, String text) {
        List<Consumer<String>> those;
        synchronized (this) {
            those = List.copyOf(listeners.getOrDefault(channel, Set.of()));
        }
        those.forEach(listener -> listener.accept(text));
    }
}
