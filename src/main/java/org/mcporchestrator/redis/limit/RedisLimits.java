package org.mcporchestrator.redis.limit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;
import org.mcporchestrator.agent.Provider;
import org.mcporchestrator.agent.Providers;
import org.mcporchestrator.agent.traffic.CommonLimits;
import org.mcporchestrator.agent.traffic.LocalLimits;
import org.mcporchestrator.redis.RedisJournal;
import org.mcporchestrator.redis.RedisKeys;
import org.mcporchestrator.redis.link.LinkState;
import org.mcporchestrator.redis.link.RedisConfig;
import org.mcporchestrator.redis.link.RedisLink;
import org.mcporchestrator.redis.link.Script;

import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;

/**
 * The limits in Redis, one script for all of them. While Redis is away, or not used, they hold for this process alone. Pauses
 * are kept here too, so that an absence of Redis ends none, and a provider without a limit of tokens costs no script: of the
 * pauses that others are asked for this process hears, and looks them up when it has got its connections.
 */
@Singleton
public class RedisLimits implements CommonLimits {

    private static final Script SCRIPT = Script.of(source());
    private static final Pattern PAUSE = Pattern.compile("(?<ms>\\d{1,12}) (?<provider>.+)");

    private final RedisLink link;
    private final RedisKeys keys;
    private final boolean enabled;
    private final LocalLimits local;
    private final Providers providers;

    public RedisLimits(RedisJournal journal, RedisConfig config, LocalLimits local, Providers providers) {
        this.link = journal.link();
        this.keys = journal.keys();
        this.enabled = config.enabled();
        this.local = local;
        this.providers = providers;
    }

    void start(@Observes StartupEvent startup) {
        if (enabled) {
            listen();
        }
    }

    /** Hears of pauses from now on; ends with the connections. */
    public void listen() {
        var _ = link.channels().listen(keys.pauses(), this::hear);
        link.states().filter(LinkState.Up.class::isInstance)
                .subscribe()
                .with(_ -> lookUp(), failure -> Log.error("pauses of providers are not looked up any more", failure));
    }

    /**
     * The channel's own mark of a gap, an empty text, is no pause: a gap ends with connections, and then they are looked up.
     */
    private void hear(String message) {
        var pause = PAUSE.matcher(message);
        if (pause.matches()) {
            learn(pause.group("provider"), Duration.ofMillis(Long.parseLong(pause.group("ms"))));
        }
    }

    /** What was said before this process listened. */
    private void lookUp() {
        var names = providers.all().stream().map(Provider::name).toList();
        var requests = Stream.concat(Stream.of(Request.cmd(Command.TIME)),
                names.stream().map(name -> Request.cmd(Command.HGET).arg(keys.limits(name)).arg("until"))).toList();
        link.readEach(requests).subscribe().with((List<@Nullable Response> answers) -> learn(names, answers),
                failure -> Log.debugf("pauses of providers not read: error=%s", failure.getMessage()));
    }

    private void learn(List<String> names, List<@Nullable Response> answers) {
        var time = Objects.requireNonNull(answers.getFirst(), "Redis tells its time");
        var now = time.get(0).toLong() * 1000 + time.get(1).toLong() / 1000;
        for (var i = 0; i < names.size(); i++) {
            var until = answers.get(i + 1);
            if (until != null && until.toLong() > now) {
                learn(names.get(i), Duration.ofMillis(until.toLong() - now));
            }
        }
    }

    private void learn(String provider, Duration pause) {
        local.pause(provider, pause).subscribe().with(_ -> {
        });
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
        return enabled && perMinute > 0
                ? run(List.of(keys.limits(provider), keys.limits(provider) + ":" + call), "enter", tokens, perMinute)
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
        return enabled ? here.chain(() -> run(List.of(keys.limits(provider)), "pause", wait.toMillis(), 0))
                .chain(() -> link.read(Request.cmd(Command.PUBLISH).arg(keys.pauses()).arg(wait.toMillis() + " " + provider)))
                .replaceWithVoid()
                .onFailure().recoverWithNull()
                : here;
    }

    private Uni<Response> run(List<String> keys, String what, long amount, long perMinute) {
        return link.run(SCRIPT, keys,
                Stream.of(what, Long.toString(amount), Long.toString(perMinute)).map(Script::argument).toList());
    }

    private static Entry entry(Response answer) {
        return new Entry(Duration.ofMillis(answer.get(0).toLong()), answer.get(1).toInteger() == 1);
    }
}
