package org.mcporchestrator.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mcporchestrator.journal.Claim;
import org.mcporchestrator.journal.Journal;
import org.mcporchestrator.journal.Journal.Creation;
import org.mcporchestrator.journal.Journal.Notice;
import org.mcporchestrator.journal.Journal.Write;
import org.mcporchestrator.journal.JournalEntry;
import org.mcporchestrator.journal.JournalFixture;
import org.mcporchestrator.journal.Lease;
import org.mcporchestrator.journal.Owner;
import org.mcporchestrator.journal.Position;
import org.mcporchestrator.redis.link.LinkState;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.mutiny.redis.client.Command;

/** Redis that is slow, dead, restarted, read-only, or was never there. */
class RedisOutageTest {

    private static final Lease LEASE = new Lease(new Owner("ann"), Duration.ofSeconds(5));
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration BACK = Duration.ofSeconds(2);

    private final LocalRedis redis = new LocalRedis();

    @AfterEach
    void close() {
        redis.close();
    }

    @Test
    void callsFailSoonWhenRedisIsKilledAndWorkAgainWhenItIsBack() {
        var journal = redis.journal();
        var states = journal.states().subscribe().withSubscriber(AssertSubscriber.<LinkState> create(Long.MAX_VALUE));
        created(journal, 1);

        redis.stop();

        assertUnavailable(journal.find(JournalFixture.id(1)));
        assertUnavailable(journal.create(JournalFixture.submission(2), Optional.of(LEASE)));
        assertUnavailable(journal.claim(LEASE, 5));
        var reader = journal.follow(JournalFixture.id(1), Position.START).subscribe()
                .withSubscriber(AssertSubscriber.<JournalEntry> create(1));
        assertUnavailable(reader.awaitFailure(SOON).getFailure());

        redis.start();
        worksAgain(journal, 3);

        assertThat(states.getItems()).hasSize(3).element(1).isInstanceOf(LinkState.Down.class);
        assertThat(states.getItems().getFirst()).as("all data is lost").isNotEqualTo(states.getLastItem());
    }

    @Test
    void processStartsWithoutRedisAndConnectsWhenItComes() {
        redis.stop();
        var journal = redis.unconnected(new LocalRedis.Settings(redis.port(), 0, "", Optional.empty()));

        assertUnavailable(journal.find(JournalFixture.id(1)));
        assertUnavailable(journal.find(JournalFixture.id(1)));

        redis.start();
        worksAgain(journal, 1);
    }

    @Test
    void hungRedisIsGivenUpAndWhatWasInDoubtCanBeRepeated() {
        var journal = redis.journal();
        var claim = created(journal, 1);
        hang("1.2");

        var append = journal.append(claim, JournalFixture.events(claim, 1, 2));
        assertUnavailable(append);

        await().atMost(BACK.plusSeconds(1)).ignoreExceptions().until(() -> get(append) == Write.RECORDED);
        assertThat(get(journal.append(claim, JournalFixture.events(claim, 3, 1)))).isEqualTo(Write.RECORDED);
        assertThat(get(journal.find(claim.id())).orElseThrow().head().seq()).isEqualTo(3);
    }

    @Test
    void readerRidesOutAnOutageWithoutGapOrRepetition() {
        var journal = redis.journal();
        var claim = created(journal, 1);
        get(journal.append(claim, JournalFixture.events(claim, 1, 2)));
        var reader = journal.follow(claim.id(), Position.START).subscribe()
                .withSubscriber(AssertSubscriber.<JournalEntry> create(Long.MAX_VALUE));
        reader.awaitItems(2);
        hang("1.2");
        assertUnavailable(journal.find(claim.id()));

        await().atMost(BACK.plusSeconds(1)).ignoreExceptions()
                .until(() -> get(journal.append(claim, JournalFixture.events(claim, 3, 2))) == Write.RECORDED);

        assertThat(reader.awaitItems(4, BACK).getItems()).extracting(entry -> entry.position().toString())
                .containsExactly("1-1", "1-2", "1-3", "1-4");
        reader.assertNotTerminated();
    }

    @Test
    void connectionsCutByTheServerComeBack() {
        var journal = redis.journal();
        var claim = created(journal, 1);
        var reader = journal.follow(claim.id(), Position.START).subscribe()
                .withSubscriber(AssertSubscriber.<JournalEntry> create(Long.MAX_VALUE));

        redis.send(Command.CLIENT, "KILL", "TYPE", "pubsub");
        redis.send(Command.CLIENT, "KILL", "SKIPME", "yes", "TYPE", "normal");

        await().atMost(BACK).ignoreExceptions()
                .until(() -> get(journal.append(claim, JournalFixture.events(claim, 1, 1))) == Write.RECORDED);
        reader.awaitItems(1, BACK);
    }

    @Test
    void listenersAreToldWhenNoticesMayHaveBeenMissed() {
        var journal = redis.journal();
        var _ = created(journal, 1);
        var heard = journal.notices().filter(Notice.Gap.class::isInstance).subscribe()
                .withSubscriber(AssertSubscriber.<Notice> create(Long.MAX_VALUE));
        assertThat(heard.getItems()).isNotEmpty();
        var before = heard.getItems().size();

        redis.send(Command.CLIENT, "KILL", "TYPE", "pubsub");

        await().atMost(BACK).until(() -> heard.getItems().size() > before);
    }

    @Test
    void readOnlyRedisCountsAsAway() {
        var journal = redis.journal();
        var claim = created(journal, 1);

        redis.send(Command.REPLICAOF, "127.0.0.1", "1");

        assertUnavailable(journal.append(claim, JournalFixture.events(claim, 1, 1)));
        redis.send(Command.REPLICAOF, "NO", "ONE");
        worksAgain(journal, 2);
    }

    @Test
    void lossOfAllDataIsNoticedWhileConnected() {
        var journal = redis.journal();
        var before = state(journal);

        redis.send(Command.FLUSHALL);

        await().atMost(BACK).until(() -> !state(journal).equals(before));
        assertThat(state(journal)).isInstanceOf(LinkState.Up.class);
    }

    @Test
    void scriptsThatRedisHasForgottenAreLoadedAgain() {
        var journal = redis.journal();
        var claim = created(journal, 1);

        redis.send(Command.SCRIPT, "FLUSH");

        assertThat(get(journal.append(claim, JournalFixture.events(claim, 1, 1)))).isEqualTo(Write.RECORDED);
        assertThat(get(journal.create(JournalFixture.submission(1), Optional.of(LEASE))))
                .isEqualTo(new Creation.Claimed(claim));
    }

    @Test
    void manyCallsAtOnceShareOneConnection() {
        var journal = redis.journal();
        var before = connections();

        var creations = get(Uni.join().all(IntStream.range(0, 1000)
                .mapToObj(number -> journal.create(JournalFixture.submission(number), Optional.of(LEASE))).toList())
                .andFailFast());

        assertThat(creations).allMatch(Creation.Claimed.class::isInstance);
        assertThat(connections()).isEqualTo(before);
    }

    @Test
    void passwordMayHaveAnyCharacters() {
        var password = "a:b@c/d?e#f%20+g&h ü";
        try (var locked = new LocalRedis("requirepass \"" + password + "\"")) {
            created(locked.journal(new LocalRedis.Settings(locked.port(), 2, "", Optional.of(password))), 1);

            assertUnavailable(locked.unconnected(new LocalRedis.Settings(locked.port(), 0, "", Optional.of("wrong")))
                    .find(JournalFixture.id(1)));
        }
    }

    private List<String> connections() {
        return redis.ask(Command.INFO, "clients").orElseThrow().lines().filter(line -> line.startsWith("connected_")).toList();
    }

    /** Nothing waits for this: Redis answers nobody meanwhile. */
    private void hang(String seconds) {
        Thread.ofVirtual().start(() -> redis.send(Command.DEBUG, "SLEEP", seconds));
        await().pollDelay(Duration.ofMillis(50)).until(() -> true);
    }

    private void worksAgain(Journal journal, int number) {
        await().atMost(BACK).pollInterval(Duration.ofMillis(20)).ignoreExceptions()
                .until(() -> created(journal, number).epoch() == 1);
        var claim = created(journal, number);
        assertThat(get(journal.end(claim, JournalFixture.lastEvent(claim, 1), JournalFixture.result(claim.id(),
                Status.COMPLETED, Instant.now()), false))).isEqualTo(Write.RECORDED);
    }

    private static LinkState state(RedisJournal journal) {
        return get(journal.states().toUni());
    }

    @CanIgnoreReturnValue
    private static Claim created(Journal journal, int number) {
        return ((Creation.Claimed) get(journal.create(JournalFixture.submission(number), Optional.of(LEASE)))).claim();
    }

    private static void assertUnavailable(Uni<?> uni) {
        var begun = System.nanoTime();
        var failure = uni.map(_ -> (Throwable) new AssertionError("it worked")).onFailure().recoverWithItem(thrown -> thrown)
                .await().atMost(Duration.ofSeconds(10));
        assertUnavailable(failure);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
    }

    private static void assertUnavailable(Throwable failure) {
        assertThat(failure).isInstanceOfSatisfying(FaultException.class,
                fault -> assertThat(fault.fault().code()).isEqualTo(Fault.Code.JOURNAL_UNAVAILABLE));
    }

    @CanIgnoreReturnValue
    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(5));
    }
}
