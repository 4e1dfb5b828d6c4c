package org.mcporchestrator.redis.limit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import jakarta.inject.Singleton;

import org.mcporchestrator.agent.traffic.CommonLimits;
import org.mcporchestrator.agent.traffic.LocalLimits;
import org.mcporchestrator.redis.RedisJournal;
import org.mcporchestrator.redis.RedisKeys;
import org.mcporchestrator.redis.link.RedisConfig;
import org.mcporchestrator.redis.link.RedisLink;
import org.mcporchestrator.redis.link.Script;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.redis.client.Response;

/**
 * The limits in Redis, one script for all of them. While Redis is away, or not used, they hold for this process alone. Pauses
 * are kept here too, so that an absence of Redis ends none.
 */
@Singleton
public class RedisLimits implements CommonLimits {

    private static final Script SCRIPT = Script.of(source());

    private final RedisLink link;
    private final RedisKeys keys;
    private final boolean enabled;
    private final LocalLimits local;

    public RedisLimits(RedisJournal journal, RedisConfig config, LocalLimits local) {
        this.link = journal.link();
        this.keys = journal.keys();
        this.enabled = config.enabled();
        this.local = local;
    }

    private static String source() {
        try (var file = RedisLimits.class.getResourceAsStream("/redis/limits.lua")) {
            if (file == null) {
                throw new IllegalStateException("no script limits");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public Uni<Entry> enter(String provider, String call, long tokens, long perMinute) {
        return enabled ? run(List.of(keys.limits(provider), keys.limits(provider) + ":" + call), "enter", tokens, perMinute)
                .map(RedisLimits::entry)
                .onFailure().recoverWithUni(() -> local.enter(provider, call, tokens, perMinute))
                : local.enter(provider, call, tokens, perMinute);
    }

    @Override
    public Uni<Void> giveBack(String provider, long tokens, long perMinute) {
        return enabled ? run(List.of(keys.limits(provider)), "back", tokens, perMinute).replaceWithVoid()
                .onFailure().recoverWithUni(() -> local.giveBack(provider, tokens, perMinute))
                : local.giveBack(provider, tokens, perMinute);
    }

    @Override
    public Uni<Void> pause(String provider, Duration wait) {
        var here = local.pause(provider, wait);
        return enabled ? here.chain(() -> run(List.of(keys.limits(provider)), "pause", wait.toMillis(), 0).replaceWithVoid()
                .onFailure().recoverWithNull())
                : here;
    }

    private Uni<Response> run(List<String> keys, String what, long amount, long perMinute) {
        return link.run(SCRIPT, keys,
                Stream.of(what, Long.toString(amount), Long.toString(perMinute)).map(Buffer::buffer).toList());
    }

    private static Entry entry(Response answer) {
        return new Entry(Duration.ofMillis(answer.get(0).toLong()), answer.get(1).toInteger() == 1);
    }
}
