package org.mcporchestrator.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mcporchestrator.journal.JournalFixture.answer;
import static org.mcporchestrator.journal.JournalFixture.batch;
import static org.mcporchestrator.journal.JournalFixture.step;
import static org.mcporchestrator.journal.JournalFixture.submission;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mcporchestrator.TestMapper;
import org.mcporchestrator.journal.Claim;
import org.mcporchestrator.journal.Journal.Creation;
import org.mcporchestrator.journal.Journal.Notice;
import org.mcporchestrator.journal.Journal.Write;
import org.mcporchestrator.journal.Lease;
import org.mcporchestrator.journal.Owner;
import org.mcporchestrator.journal.Position;
import org.mcporchestrator.redis.LocalRedis.Retention;
import org.mcporchestrator.redis.link.LinkState;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;

/** A primary, its replica and a sentinel: the primary is killed, and all that it had replicated goes on. */
class RedisSentinelTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Lease ANN = new Lease(new Owner("ann"), Duration.ofSeconds(60));

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private RedisServers servers;
    private Process primary;
    private Redis plain;
    private RedisJournal journal;

    @BeforeEach
    void start() throws IOException {
        servers = new RedisServers(folder);
        var primaryPort = RedisServers.freePort();
        var sentinelPort = RedisServers.freePort();
        primary = servers.server("port " + primaryPort, "bind 127.0.0.1", "save \"\"");
        plain = Redis.createClient(vertx, "redis://127.0.0.1:" + primaryPort);
        await().atMost(PATIENCE).ignoreExceptions().until(() -> ask(plain, Command.PING).equals("PONG"));
        servers.server("port " + RedisServers.freePort(), "bind 127.0.0.1", "save \"\"", "repl-diskless-sync yes",
                "repl-diskless-sync-delay 0", "replicaof 127.0.0.1 " + primaryPort);
        servers.sentinel("port " + sentinelPort, "bind 127.0.0.1",
                "sentinel monitor mymaster 127.0.0.1 " + primaryPort + " 1",
                "sentinel down-after-milliseconds mymaster 500", "sentinel failover-timeout mymaster 2000");
        await().atMost(PATIENCE).ignoreExceptions()
                .until(() -> ask(plain, Command.INFO, "replication").contains("state=online"));
        var sentinel = Redis.createClient(vertx, "redis://127.0.0.1:" + sentinelPort);
        // Until it knows the replica it has nobody to promote.
        await().atMost(PATIENCE).ignoreExceptions().until(() -> ask(sentinel, Command.INFO, "sentinel").contains("slaves=1"));
        journal = new RedisJournal(sentinels(sentinelPort), new LocalRedis.Settings(sentinelPort, 0, "", Optional.empty()),
                Retention.SMALL, TestMapper.create());
        journal.connect();
        var _ = journal.states().filter(LinkState.Up.class::isInstance).toUni().await().atMost(PATIENCE);
    }

    @AfterEach
    void stop() {
        journal.close();
        servers.close();
        vertx.closeAndAwait();
    }

    @Test
    void workflowsGoOnAtTheReplicaAndNothingReplicatedIsLost() {
        var claim = ((Creation.Claimed) get(journal.create(submission(1), Optional.of(ANN)))).claim();
        get(journal.append(claim, batch(claim, 1, 2, Map.of(step(0), answer("paid")))));
        get(journal.create(submission(2), Optional.empty()));
        var before = get(journal.incarnation());
        var notices = new CopyOnWriteArrayList<Notice>();
        journal.notices().subscribe().with(notices::add);
        var positions = new CopyOnWriteArrayList<String>();
        journal.follow(claim.id(), Position.START).subscribe().with(entry -> positions.add(entry.position().toString()));
        assertThat(ask(plain, Command.WAIT, "1", "5000")).isEqualTo("1");

        primary.destroyForcibly();

        var later = batch(claim, 3, 1, Map.of(step(1), answer("after the failover")));
        await().atMost(PATIENCE).ignoreExceptions().until(() -> get(journal.append(claim, later)) == Write.RECORDED);
        assertThat(get(journal.history(claim.id())).outcomes())
                .isEqualTo(Map.of(step(0), answer("paid"), step(1), answer("after the failover")));
        assertThat(get(journal.incarnation())).startsWith(before.split(" ")[0]).isNotEqualTo(before);
        await().atMost(PATIENCE).until(() -> positions.equals(List.of("1-1", "1-2", "1-3")));
        get(journal.seize(claim.id(), new Lease(new Owner("bob"), Duration.ofSeconds(60))));
        await().atMost(PATIENCE).until(() -> notices.contains(new Notice.Taken(claim.id(), ANN.owner())));
        await().atMost(PATIENCE).until(() -> get(journal.claim(ANN, 5)).stream().map(Claim::id).toList()
                .contains(submission(2).id()));
    }

    private Redis sentinels(int port) {
        return Redis.createClient(vertx, new RedisOptions().setType(RedisClientType.SENTINEL).setMasterName("mymaster")
                .addConnectionString("redis://127.0.0.1:" + port).setMaxPoolSize(16).setMaxPoolWaiting(256));
    }

    private static String ask(Redis redis, Command command, String... arguments) {
        var request = Request.cmd(command);
        List.of(arguments).forEach(request::arg);
        return redis.send(request).await().atMost(Duration.ofSeconds(6)).toString();
    }

    @CanIgnoreReturnValue
    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(5));
    }
}
