package org.mcporchestrator.redis.live;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import org.mcporchestrator.journal.live.Sight;
import org.mcporchestrator.journal.live.SightRelay;
import org.mcporchestrator.redis.RedisJournal;
import org.mcporchestrator.redis.link.RedisConfig;
import org.mcporchestrator.workflow.WorkflowId;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;

/**
 * Publishes sights on a channel of the workflow while somebody elsewhere watches it. Whoever watches says so again and again on
 * a channel that all processes hear; without that nothing is published. Without Redis each process is by itself.
 */
@Singleton
public class RedisSightRelay implements SightRelay {

    private static final Duration ASK_EVERY = Duration.ofSeconds(1);
    /** A wish that was not repeated for so long is over. */
    private static final long GOOD_FOR = ASK_EVERY.multipliedBy(3).toNanos();

    private final RedisJournal journal;
    private final RedisConfig config;
    private final String self = UUID.randomUUID().toString();
    private final Letters letters;
    private final Map<WorkflowId, Long> wishes = new ConcurrentHashMap<>();

    public RedisSightRelay(RedisJournal journal, RedisConfig config, ObjectMapper json) {
        this.journal = journal;
        this.config = config;
        this.letters = new Letters(json, self);
    }

    void start(@Observes StartupEvent startup) {
        if (config.enabled()) {
            var _ = listen();
        }
    }

    /** Hears the wishes of others; ends with the connections. */
    public Cancellable listen() {
        return journal.link().channels().listen(journal.keys().wishes(), this::wish);
    }

    @Override
    public boolean wanted(WorkflowId id) {
        var since = wishes.get(id);
        return since != null && System.nanoTime() - since < GOOD_FOR;
    }

    @Override
    public void send(WorkflowId id, Sight sight) {
        publish(journal.keys().live(id), letters.write(sight));
    }

    @Override
    public Cancellable watch(WorkflowId id, Consumer<Sight> watcher) {
        if (!config.enabled()) {
            return () -> {
            };
        }
        var hearing = journal.link().channels().listen(journal.keys().live(id),
                text -> letters.read(text).ifPresent(watcher));
        var asking = Multi.createFrom().ticks().every(ASK_EVERY)
                .onOverflow().drop()
                .subscribe().with(_ -> publish(journal.keys().wishes(), self + " " + id));
        return () -> {
            hearing.cancel();
            asking.cancel();
        };
    }

    /** Nobody waits for it, and what fails was not worth more. */
    private void publish(String channel, String message) {
        journal.link().read(Request.cmd(Command.PUBLISH).arg(channel).arg(message)).subscribe().with(_ -> {
        }, _ -> {
        });
    }

    private void wish(String message) {
        var words = message.split(" ", 2);
        if (words.length == 2 && !words[0].equals(self)) {
            var now = System.nanoTime();
            wishes.values().removeIf(since -> now - since >= GOOD_FOR);
            WorkflowId.parse(words[1]).ifPresent(id -> wishes.put(id, now));
        }
    }
}
