package org.mcporchestrator.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.vertx.mutiny.redis.client.Command;

class RedisChannelsTest {

    private final LocalRedis redis = new LocalRedis();

    @AfterEach
    void stop() {
        redis.close();
    }

    /** On the connection's own event loop a command is written at once, from other threads it stands in a line. */
    @Test
    void whoComesWhileTheLastOneLeavesOnAnotherThreadHears() throws Exception {
        var channels = redis.journal().link().channels();
        var ready = new CountDownLatch(2);
        var leaving = channels.listen("x", _ -> ready.countDown());
        var heard = new CopyOnWriteArrayList<String>();
        var entered = new CountDownLatch(1);
        var _ = channels.listen("swap", text -> {
            if (text.equals("now")) {
                CompletableFuture.runAsync(leaving::cancel).join();
                var _ = channels.listen("x", heard::add);
                entered.countDown();
            } else {
                ready.countDown();
            }
        });
        assertThat(ready.await(5, TimeUnit.SECONDS)).isTrue();

        redis.send(Command.PUBLISH, "swap", "now");
        assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();

        await().untilAsserted(() -> {
            redis.send(Command.PUBLISH, "x", "hello");
            assertThat(heard).contains("hello");
        });
    }
}
