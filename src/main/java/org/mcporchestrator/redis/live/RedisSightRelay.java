package org.mcporchestrator.redis.live;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
 * a channel that all processes hear, each process once a second for all its watchers; without that nothing is published.
 * Without Redis each process is by itself.
 */
@Singleton
public class RedisSightRelay implements SightRelay {

    private static final Duration ASK_EVERY = Duration.ofSeconds(1);
    /** Workflows that one message names at most. */
    private static final int CHUNK = 200;
    /** A wish that was not repeated for so long is over. */
    private static final long GOOD_FOR = ASK_EVERY.multipliedBy(3).toNanos();

    private final RedisJournal journal;
    private final RedisConfig config;
    private final String self = UUID.randomUUID().toString();
    private final Letters letters;
    private final Map<WorkflowId, Long> wishes = new ConcurrentHashMap<>();
    /** What is watched here, and how often. */
    private final Map<WorkflowId, Integer> watched = new HashMap<>();
    private Cancellable asking = () -> {
    };

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
        enter(id);
        return () -> {
            hearing.cancel();
            leave(id);
        };
    }

    /** Those that drive it hear of it at once, and from then on with all else that is watched here. */
    private synchronized void enter(WorkflowId id) {
        if (watched.isEmpty()) {
            asking = Multi.createFrom().ticks().startingAfter(ASK_EVERY).every(ASK_EVERY)
                    .onOverflow().drop()
                    .subscribe().with(_ -> askForAll());
        }
        watched.merge(id, 1, Integer::sum);
        ask(List.of(id));
    }

    private synchronized void leave(WorkflowId id) {
        watched.computeIfPresent(id, (_, times) -> times > 1 ? times - 1 : null);
        if (watched.isEmpty()) {
            asking.cancel();
        }
    }

    private synchronized void askForAll() {
        var all = List.copyOf(watched.keySet());
        for (var from = 0; from < all.size(); from += CHUNK) {
            ask(all.subList(from, Math.min(all.size(), from + CHUNK)));
        }
    }

    private void ask(List<WorkflowId> ids) {
        publish(journal.keys().wishes(),
                Stream.concat(Stream.of(self), ids.stream().map(WorkflowId::value)).collect(Collectors.joining(" ")));
    }

    /** Nobody waits for it, and what fails was not worth more. */
    private void publish(String channel, String message) {
        journal.link().read(Request.cmd(Command.PUBLISH).arg(channel).arg(message)).subscribe().with(_ -> {
        }, _ -> {
        });
    }

    private void wish(String message) {
        var words = List.of(message.split(" "));
        if (words.size() > 1 && !words.getFirst().equals(self)) {
            var now = System.nanoTime();
            wishes.values().removeIf(since -> now - since >= GOOD_FOR);
            words.stream().skip(1).forEach(word -> WorkflowId.parse(word).ifPresent(id -> wishes.put(id, now)));
        }
    }
}
