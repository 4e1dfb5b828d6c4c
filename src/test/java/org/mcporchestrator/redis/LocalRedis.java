package org.mcporchestrator.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.mcporchestrator.TestMapper;
import org.mcporchestrator.journal.retention.RetentionConfig;
import org.mcporchestrator.redis.link.Address;
import org.mcporchestrator.redis.link.LinkState;
import org.mcporchestrator.redis.link.RedisConfig;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.net.NetClientOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import io.vertx.redis.client.RedisOptions;
import redis.embedded.RedisServer;

/** A real Redis on a free port, and journals that use it, each with connections of its own as a process has them. */
final class LocalRedis implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Vertx vertx = Vertx.vertx();
    private final int port = freePort();
    private final List<String> settings;
    private final List<RedisJournal> journals = new ArrayList<>();
    private final List<Redis> clients = new ArrayList<>();
    private RedisServer server;
    private final Redis plain;

    LocalRedis(String... settings) {
        this.settings = List.of(settings);
        start();
        plain = client(new Settings(port, 0, "", passwordOf(settings)));
    }

    private static Optional<String> passwordOf(String... settings) {
        for (var setting : settings) {
            if (setting.startsWith("requirepass ")) {
                return Optional.of(setting.substring("requirepass ".length()).replace("\"", ""));
            }
        }
        return Optional.empty();
    }

    /** How long what is kept. */
    record Retention(Duration age, int maxResults, MemorySize maxBytes) implements RetentionConfig {

        /** As the contract of journals wants it. */
        static final Retention SMALL = of(Duration.ofDays(7), 3, 0);

        static Retention of(Duration age, int maxResults, long maxBytes) {
            return new Retention(age, maxResults, new MemorySize(BigInteger.valueOf(maxBytes)));
        }

        @Override
        public Duration idempotencyKeys() {
            return Duration.ofHours(24);
        }
    }

    record Settings(int port, int db, String prefix, Optional<String> password, boolean enabled, Duration timeout)
            implements
                RedisConfig {

        /** With the time limit of production. */
        Settings(int port, int db, String prefix, Optional<String> password) {
            this(port, db, prefix, password, true, Duration.ofMillis(500));
        }

        Settings off() {
            return new Settings(port, db, prefix, password, false, timeout);
        }

        @Override
        public String host() {
            return "localhost";
        }

        @Override
        public Optional<String> url() {
            return Optional.empty();
        }

        @Override
        public Optional<String> keyPrefix() {
            return Optional.of(prefix);
        }

        @Override
        public MemorySize compressFrom() {
            return new MemorySize(BigInteger.valueOf(4096));
        }

        @Override
        public double highWater() {
            return 0.9;
        }
    }

    void start() {
        try {
            var builder = RedisServer.newRedisServer().port(port).bind("127.0.0.1")
                    .setting("save \"\"").setting("appendonly no");
            settings.forEach(builder::setting);
            server = builder.build();
            server.start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    void stop() {
        try {
            server.stop();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    int port() {
        return port;
    }

    /** Waits until it has all its connections. */
    RedisJournal journal() {
        return journal(0, "");
    }

    /** One for tests of what Redis answers, not of how soon: a busy machine is no outage. */
    RedisJournal patientJournal() {
        return journal(new Settings(port, 0, "", Optional.empty(), true, PATIENCE));
    }

    RedisJournal journal(int db, String prefix) {
        return journal(new Settings(port, db, prefix, Optional.empty()));
    }

    RedisJournal journal(Settings settings) {
        return connected(unconnected(settings));
    }

    private static RedisJournal connected(RedisJournal journal) {
        journal.connect();
        journal.states().filter(LinkState.Up.class::isInstance).toUni().await().atMost(PATIENCE);
        return journal;
    }

    RedisJournal unconnected(Settings settings) {
        return unconnected(settings, Retention.SMALL);
    }

    RedisJournal journal(Retention retention) {
        return connected(unconnected(new Settings(port, 0, "", Optional.empty()), retention));
    }

    private RedisJournal unconnected(Settings settings, Retention retention) {
        var journal = new RedisJournal(client(settings), settings, retention, TestMapper.create());
        journals.add(journal);
        return journal;
    }

    private Redis client(Settings settings) {
        var options = new RedisOptions()
                .setConnectionString(Address.of(settings).uri().toString())
                .setMaxPoolSize(16).setMaxPoolWaiting(256).setMaxWaitingHandlers(16384)
                .setNetClientOptions(new NetClientOptions().setConnectTimeout(1000).setIdleTimeout(10));
        var client = Redis.createClient(vertx, options);
        clients.add(client);
        return client;
    }

    /** What redis-cli would answer; empty for nil. */
    Optional<String> ask(Command command, Object... arguments) {
        return Optional.ofNullable(send(command, arguments)).map(Response::toString);
    }

    List<String> all(Command command, Object... arguments) {
        var all = new ArrayList<String>();
        send(command, arguments).forEach(item -> all.add(item.toString()));
        return all;
    }

    @CanIgnoreReturnValue
    Response send(Command command, Object... arguments) {
        var request = Request.cmd(command);
        for (var argument : arguments) {
            request.arg(argument.toString());
        }
        return plain.send(request).await().atMost(PATIENCE);
    }

    /** Removes all but the mark by which connected journals would see that their data is gone. */
    void clear() {
        send(Command.EVAL, """
                for _, key in ipairs(redis.call('KEYS', '*')) do
                  if key ~= 'workflows:incarnation' then redis.call('DEL', key) end
                end""", "0");
    }

    @Override
    public void close() {
        journals.forEach(RedisJournal::close);
        clients.forEach(Redis::close);
        stop();
        vertx.closeAndAwait();
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
