package org.mcporchestrator.agent.traffic;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;

/** The limits of this process alone. */
@Singleton
@Typed(LocalLimits.class)
public final class LocalLimits implements CommonLimits {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Map<String, Instant> pauses = new HashMap<>();
    private final Map<String, Bucket> buckets = new HashMap<>();
    private final Clock clock;

    /** @param level tokens that were there at that time; below zero if calls needed more than they had said */
    private record Bucket(double level, Instant at) {

        Bucket refilled(Instant now, long perMinute) {
            var gained = (double) Duration.between(at, now).toNanos() * perMinute / MINUTE.toNanos();
            return new Bucket(Math.min(perMinute, level + gained), now);
        }

        Bucket without(long tokens, long perMinute) {
            return new Bucket(Math.min(perMinute, level - tokens), at);
        }
    }

    public LocalLimits(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Uni<Entry> enter(String provider, String call, long tokens, long perMinute) {
        return Uni.createFrom().item(() -> taken(provider, tokens, perMinute));
    }

    @Override
    public Uni<Void> giveBack(String provider, long tokens, long perMinute) {
        return Uni.createFrom().voidItem().invoke(() -> put(provider, -tokens, perMinute));
    }

    @Override
    public Uni<Void> pause(String provider, Duration wait) {
        return Uni.createFrom().voidItem().invoke(() -> paused(provider, wait));
    }

    private synchronized Entry taken(String provider, long tokens, long perMinute) {
        var now = clock.instant();
        var paused = pauses.getOrDefault(provider, now);
        if (paused.isAfter(now)) {
            return new Entry(Duration.between(now, paused), true);
        }
        if (perMinute <= 0) {
            return Entry.FREE;
        }
        var missing = Math.min(tokens, perMinute) - bucket(provider, now, perMinute).level();
        if (missing > 0) {
            return new Entry(Duration.ofMillis((long) Math.ceil(missing * MINUTE.toMillis() / perMinute)), false);
        }
        put(provider, tokens, perMinute);
        return Entry.FREE;
    }

    private synchronized void put(String provider, long taken, long perMinute) {
        if (perMinute > 0) {
            buckets.put(provider, bucket(provider, clock.instant(), perMinute).without(taken, perMinute));
        }
    }

    private synchronized void paused(String provider, Duration wait) {
        pauses.merge(provider, clock.instant().plus(wait), (known, asked) -> known.isAfter(asked) ? known : asked);
    }

    private Bucket bucket(String provider, Instant now, long perMinute) {
        return buckets.getOrDefault(provider, new Bucket(perMinute, now)).refilled(now, perMinute);
    }
}
