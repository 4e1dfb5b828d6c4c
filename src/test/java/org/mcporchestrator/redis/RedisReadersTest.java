package org.mcporchestrator.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mcporchestrator.journal.JournalFixture.events;
import static org.mcporchestrator.journal.JournalFixture.submission;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mcporchestrator.journal.Claim;
import org.mcporchestrator.journal.Journal.Creation;
import org.mcporchestrator.journal.JournalEntry;
import org.mcporchestrator.journal.Lease;
import org.mcporchestrator.journal.Owner;
import org.mcporchestrator.journal.Position;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.mutiny.redis.client.Command;

/** What many who read along cost Redis, and how they learn of what nobody writes into the journal. */
class RedisReadersTest {

    private static final Lease LEASE = new Lease(new Owner("ann"), Duration.ofSeconds(30));
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final int READERS = 100;

    private final LocalRedis redis = new LocalRedis();
    private final RedisJournal journal = redis.journal();

    @AfterEach
    void stop() {
        redis.close();
    }

    /** Each has its own workflow, so they share no channel. */
    @Test
    void readersThatWaitAskForNothing() {
        var claims = IntStream.range(0, READERS).mapToObj(this::begun).toList();
        var readers = claims.stream().map(this::follow).toList();
        readers.forEach(reader -> reader.awaitItems(1, SOON));
        // The first look, and one when the subscription holds.
        await().atMost(SOON).until(() -> calls("xrange") == 2 * READERS);

        redis.send(Command.CONFIG, "RESETSTAT");
        await().atMost(SOON).until(() -> calls("subscribe") >= 2);

        assertThat(calls("xrange")).isZero();
        assertThat(calls("hmget")).isZero();
        assertThat(redis.all(Command.PUBSUB, "CHANNELS", "workflows:events:*")).hasSize(READERS);
        claims.forEach(claim -> get(journal.append(claim, events(claim, 2, 1))));
        readers.forEach(reader -> assertThat(reader.awaitItems(2, SOON).getItems())
                .extracting(entry -> entry.position().toString()).containsExactly("1-1", "1-2"));
        assertThat(calls("xrange")).isEqualTo(READERS);
        readers.forEach(AssertSubscriber::cancel);
        await().atMost(SOON).until(() -> redis.all(Command.PUBSUB, "CHANNELS", "workflows:events:*").isEmpty());
    }

    @Test
    void readerOfAWorkflowThatSomebodyDeletesIsToldByTheNextSweep() {
        var reader = follow(begun(1));
        reader.awaitItems(1, SOON);
        await().atMost(SOON).until(() -> calls("xrange") == 2);

        redis.send(Command.DEL, "run:" + submission(1).id());
        reader.assertNotTerminated();
        get(journal.prune());

        reader.awaitFailure(failure -> assertThat(failure).hasMessageContaining("unknown_workflow"), SOON);
    }

    @Test
    void readerLearnsThatRedisHasLostItsData() {
        var reader = follow(begun(1));
        reader.awaitItems(1, SOON);

        redis.send(Command.FLUSHALL);

        reader.awaitFailure(failure -> assertThat(failure).hasMessageContaining("unknown_workflow"), SOON);
    }

    /** What it missed meanwhile was told to nobody. */
    @Test
    void readerWhoseConnectionBreaksLooksWhatItHasMissed() {
        var claim = begun(1);
        var reader = follow(claim);
        reader.awaitItems(1, SOON);
        await().atMost(SOON).until(() -> calls("xrange") == 2);

        redis.send(Command.EVAL, """
                redis.call('XADD', KEYS[1], '1-2', unpack(redis.call('XRANGE', KEYS[1], '-', '+')[1][2]))
                redis.call('HSET', KEYS[2], 'seq', '2')""", "2", "journal:" + claim.id(), "run:" + claim.id());
        reader.assertNotTerminated();
        assertThat(reader.getItems()).hasSize(1);
        redis.send(Command.CLIENT, "KILL", "TYPE", "pubsub");

        reader.awaitItems(2, SOON);
    }

    private long calls(String command) {
        var start = "cmdstat_" + command + ":calls=";
        return redis.ask(Command.INFO, "commandstats").orElseThrow().lines().filter(line -> line.startsWith(start))
                .mapToLong(line -> Long.parseLong(line.substring(start.length(), line.indexOf(',')))).sum();
    }

    private Claim begun(int number) {
        var claim = ((Creation.Claimed) get(journal.create(submission(number), Optional.of(LEASE)))).claim();
        get(journal.append(claim, events(claim, 1, 1)));
        return claim;
    }

    private AssertSubscriber<JournalEntry> follow(Claim claim) {
        return journal.follow(claim.id(), Position.START).subscribe()
                .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
    }

    @CanIgnoreReturnValue
    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(SOON);
    }
}
