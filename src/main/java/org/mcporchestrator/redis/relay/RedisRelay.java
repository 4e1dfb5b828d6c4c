package org.mcporchestrator.redis.relay;

import java.util.function.Consumer;

import jakarta.inject.Singleton;

import org.mcporchestrator.redis.RedisJournal;
import org.mcporchestrator.redis.link.RedisConfig;
import org.mcporchestrator.relay.Relay;

import io.quarkus.logging.Log;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;

/** Publishes on one channel of Redis. Where Redis is not used a process is alone, and there is nobody to tell. */
@Singleton
class RedisRelay implements Relay {

    private final RedisJournal journal;
    private final boolean enabled;

    RedisRelay(RedisJournal journal, RedisConfig config) {
        this.journal = journal;
        this.enabled = config.enabled();
    }

    @Override
    public void tell(String message) {
        if (enabled) {
            journal.link().read(Request.cmd(Command.PUBLISH).arg(journal.keys().relay()).arg(message))
                    .subscribe().with(_ -> {
                    }, failure -> Log.debugf("a message was not relayed: error=%s", failure.getMessage()));
        }
    }

    /** The channel's own mark of a gap, an empty text, is no message. */
    @Override
    public void listen(Consumer<String> listener) {
        if (enabled) {
            var _ = journal.link().channels().listen(journal.keys().relay(), text -> {
                if (!text.isEmpty()) {
                    listener.accept(text);
                }
            });
        }
    }
}
