package org.mcporchestrator.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mcporchestrator.journal.JournalFixture.answer;
import static org.mcporchestrator.journal.JournalFixture.batch;
import static org.mcporchestrator.journal.JournalFixture.events;
import static org.mcporchestrator.journal.JournalFixture.lastEvent;
import static org.mcporchestrator.journal.JournalFixture.result;
import static org.mcporchestrator.journal.JournalFixture.step;
import static org.mcporchestrator.journal.JournalFixture.submission;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mcporchestrator.TestClock;
import org.mcporchestrator.journal.Batch;
import org.mcporchestrator.journal.Claim;
import org.mcporchestrator.journal.Journal.Creation;
import org.mcporchestrator.journal.Journal.Notice;
import org.mcporchestrator.journal.Journal.Write;
import org.mcporchestrator.journal.JournalEntry;
import org.mcporchestrator.journal.JournalFixture;
import org.mcporchestrator.journal.Lease;
import org.mcporchestrator.journal.Owner;
import org.mcporchestrator.journal.Progress;
import org.mcporchestrator.journal.durable.DurableJournal.Restoration;
import org.mcporchestrator.journal.durable.Snapshot;
import org.mcporchestrator.memory.MemoryJournal;
import org.mcporchestrator.workflow.Stage;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.budget.Amount;
import org.mcporchestrator.workflow.budget.Spending;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.mutiny.redis.client.Command;

/** What was driven in memory comes to stand in Redis as if it had always been there. */
class RedisRestoreTest {

    private static final Lease ANN = new Lease(new Owner("ann"), Duration.ofSeconds(5));
    private static final Lease BOB = new Lease(new Owner("bob"), Duration.ofSeconds(5));
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678901Z");

    private static LocalRedis redis;
    private static RedisJournal journal;

    private final MemoryJournal memory = new MemoryJournal(new TestClock(),
            LocalRedis.Retention.of(Duration.ofDays(7), 100, 0));

    @BeforeAll
    static void start() {
        redis = new LocalRedis();
        journal = redis.journal();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @AfterEach
    void clear() {
        redis.clear();
    }

    @Test
    void whatIsReservedComesAlong() {
        var claim = running(1);
        var spending = new Spending(Amount.NONE, new Amount(new BigDecimal("0.015"), 1_200), new Amount(BigDecimal.ONE, 7));
        var progress = new Progress(Status.RUNNING, Stage.AGENTS, 3, 1, 0, BigDecimal.ONE, Optional.of(AT),
                Optional.of(spending));
        get(memory.append(claim, new Batch(4, events(claim, 4, 1).events(), new LinkedHashMap<>(), progress)));

        assertThat(restore(claim, false)).isEqualTo(Restoration.RESTORED);

        assertSameInBoth(claim);
        assertThat(get(journal.find(claim.id())).orElseThrow().head().progress().spending()).hasValue(spending);
    }

    @Test
    void runningWorkflowIsThereAndGoesOn() {
        var claim = running(1);

        assertThat(restore(claim, false)).isEqualTo(Restoration.RESTORED);

        assertSameInBoth(claim);
        assertThat(get(journal.append(claim, events(claim, 4, 1)))).isEqualTo(Write.RECORDED);
        assertThat(get(journal.renew(ANN, List.of(claim)))).isEmpty();
        assertThat(redis.all(Command.SMEMBERS, "workflows:active")).containsExactly(claim.id().value());
        assertThat(redis.ask(Command.ZSCORE, "workflows:claims", claim.id())).isPresent();
        assertThat(redis.ask(Command.ZSCORE, "workflows:waiting", claim.id())).isEmpty();
    }

    @Test
    void waitingWorkflowWaitsThere() {
        get(memory.create(submission(1), Optional.empty()));
        var id = submission(1).id();

        assertThat(get(journal.restore(ANN, memory.snapshot(id).orElseThrow(), false))).isEqualTo(Restoration.RESTORED);

        assertThat(get(journal.create(submission(1), Optional.empty()))).isEqualTo(new Creation.Queued());
        assertThat(get(journal.restore(ANN, memory.snapshot(id).orElseThrow(), false))).isEqualTo(Restoration.RESTORED);
        assertThat(get(journal.claim(BOB, 5))).extracting(Claim::id).containsExactly(id);
        assertThat(get(journal.restore(ANN, memory.snapshot(id).orElseThrow(), false))).isEqualTo(Restoration.REFUSED);
    }

    @Test
    void onlyWhatNobodyHasEverClaimedIsUnbegun() {
        List.of(1, 2).forEach(number -> get(journal.create(submission(number), Optional.empty())));
        var released = get(journal.claim(ANN, 1));
        get(journal.release(released));
        redis.send(Command.SET, "run:" + submission(4).id(), "no head");

        assertThat(get(journal.unbegun(IntStream.rangeClosed(1, 4).mapToObj(number -> submission(number).id()).toList())))
                .containsExactly(submission(2).id());
    }

    @Test
    void endedWorkflowIsThereWithItsResult() {
        var claim = running(1);
        get(memory.end(claim, lastEvent(claim, 4), result(claim.id(), Status.COMPLETED, AT), false));

        assertThat(restore(claim, false)).isEqualTo(Restoration.RESTORED);

        assertSameInBoth(claim);
        assertThat(get(journal.result(claim.id()))).isEqualTo(get(memory.result(claim.id())));
        assertThat(redis.all(Command.SMEMBERS, "workflows:completed")).containsExactly(claim.id().value());
        assertThat(redis.all(Command.SMEMBERS, "workflows:active")).isEmpty();
    }

    @Test
    void failedWorkflowCanStillBeReopened() {
        var claim = running(1);
        get(memory.end(claim, lastEvent(claim, 4), result(claim.id(), Status.FAILED, AT), true));

        assertThat(restore(claim, false)).isEqualTo(Restoration.RESTORED);

        assertThat(get(JournalFixture.reopened(journal, submission(1), java.util.Set.of()))).isTrue();
        assertThat(get(journal.history(claim.id())).outcomes()).containsKey(step(0));
    }

    @Test
    void onlyWhatLacksIsAdded() {
        var claim = ((Creation.Claimed) get(journal.create(submission(1), Optional.of(ANN)))).claim();
        get(journal.append(claim, batch(claim, 1, 1, Map.of(step(0), answer("first")))));
        get(memory.create(submission(1), Optional.of(ANN)));
        get(memory.append(claim, batch(claim, 1, 1, Map.of(step(0), answer("first")))));
        get(memory.append(claim, batch(claim, 2, 2, Map.of(step(1), answer("second")))));

        assertThat(restore(claim, true)).isEqualTo(Restoration.RESTORED);
        assertThat(restore(claim, true)).isEqualTo(Restoration.RESTORED);

        assertSameInBoth(claim);
    }

    @Test
    void olderSnapshotTakesNothingBack() {
        var claim = running(1);
        var old = memory.snapshot(claim.id()).orElseThrow();
        restore(claim, false);
        get(memory.append(claim, batch(claim, 4, 1, Map.of(step(1), answer("second")))));
        restore(claim, true);

        assertThat(get(journal.restore(ANN, old, true))).isEqualTo(Restoration.RESTORED);

        assertSameInBoth(claim);
    }

    @Test
    void cancelledInMemoryIsCancelledThere() {
        var claim = ((Creation.Claimed) get(journal.create(submission(1), Optional.of(ANN)))).claim();
        get(memory.create(submission(1), Optional.of(ANN)));
        var seized = get(memory.seize(claim.id(), ANN)).orElseThrow();
        get(memory.end(seized, lastEvent(seized, 1), result(claim.id(), Status.CANCELLED, AT), false));

        assertThat(restore(claim, true)).isEqualTo(Restoration.RESTORED);

        assertThat(get(journal.find(claim.id())).orElseThrow().status()).isEqualTo(Status.CANCELLED);
        assertThat(get(journal.append(claim, events(claim, 1, 1)))).isEqualTo(Write.FENCED);
    }

    @Test
    void workflowOfAnotherDriverIsLeftAlone() {
        var claim = running(1);
        get(journal.create(submission(1), Optional.of(BOB)));

        assertThat(restore(claim, false)).isEqualTo(Restoration.REFUSED);

        assertThat(get(journal.find(claim.id())).orElseThrow().head().owner()).contains(BOB.owner());
        assertThat(get(journal.entries(claim.id()))).isEmpty();
    }

    @Test
    void claimThatAPromotedReplicaHasNotGotIsWrittenAnew() {
        var lapsed = ((Creation.Claimed) get(journal.create(submission(1), Optional.of(ANN)))).claim();
        get(memory.create(submission(1), Optional.of(ANN)));
        var claim = get(memory.seize(lapsed.id(), BOB)).orElseThrow();
        get(memory.append(claim, batch(claim, 1, 1, Map.of(step(0), answer("paid")))));
        var snapshot = memory.snapshot(claim.id()).orElseThrow();

        assertThat(get(journal.restore(BOB, snapshot, true))).as("in the same run").isEqualTo(Restoration.REFUSED);
        assertThat(get(journal.restore(BOB, snapshot, false))).isEqualTo(Restoration.RESTORED);

        assertSameInBoth(claim);
        assertThat(get(journal.append(lapsed, events(lapsed, 2, 1)))).isEqualTo(Write.FENCED);
    }

    @Test
    void whoeverKeepsAWorkflowAsWaitingHearsThatItIsDriven() {
        var claim = running(1);
        get(journal.create(submission(1), Optional.empty()));
        var heard = journal.notices().subscribe().withSubscriber(AssertSubscriber.<Notice> create(10));
        await().atMost(Duration.ofSeconds(5)).until(() -> {
            redis.send(Command.PUBLISH, "workflows:notices:0", "waiting");
            return !heard.getItems().isEmpty();
        });

        restore(claim, false);

        await().atMost(Duration.ofSeconds(5)).until(() -> heard.getItems().contains(new Notice.Begun(claim.id())));
    }

    @Test
    void workflowThatWasRemovedStaysRemoved() {
        var claim = running(1);

        assertThat(restore(claim, true)).isEqualTo(Restoration.REFUSED);

        assertThat(get(journal.find(claim.id()))).isEmpty();
    }

    /** By a process that heard nothing of it, in another run of Redis. */
    @Test
    void workflowThatACallerRemovedStaysRemovedInAnotherRunToo() {
        var claim = running(1);
        assertThat(restore(claim, false)).isEqualTo(Restoration.RESTORED);
        assertThat(get(journal.end(claim, lastEvent(claim, 4), result(claim.id(), Status.FAILED, AT), false)))
                .isEqualTo(Write.RECORDED);
        assertThat(get(journal.remove(claim.id()))).isTrue();

        assertThat(restore(claim, false)).isEqualTo(Restoration.REFUSED);

        assertThat(get(journal.find(claim.id()))).isEmpty();
    }

    @Test
    void whatCannotBeReadOrIsOfANewerVersionIsLeftOutAtTheStart() {
        var good = ((Creation.Claimed) get(journal.create(submission(1), Optional.of(ANN)))).claim();
        var damaged = ((Creation.Claimed) get(journal.create(submission(2), Optional.of(ANN)))).claim();
        var newer = ((Creation.Claimed) get(journal.create(submission(3), Optional.of(ANN)))).claim();
        var ended = ((Creation.Claimed) get(journal.create(submission(4), Optional.of(ANN)))).claim();
        get(journal.end(ended, lastEvent(ended, 1), result(ended.id(), Status.COMPLETED, AT), false));
        redis.send(Command.HSET, "run:" + damaged.id(), "submission", "{not json");
        redis.send(Command.HSET, "run:" + newer.id(), "schema", "99");

        var recent = get(journal.recent(100));

        assertThat(recent.active()).extracting(standing -> standing.id()).containsExactly(good.id());
        assertThat(recent.ended()).extracting(found -> found.id()).containsExactly(ended.id());
        assertThat(recent.unreadable()).isEqualTo(1);
    }

    private Claim running(int number) {
        var claim = ((Creation.Claimed) get(memory.create(submission(number), Optional.of(ANN)))).claim();
        get(memory.append(claim, batch(claim, 1, 3, Map.of(step(0), answer("paid")))));
        return claim;
    }

    @CanIgnoreReturnValue
    private Restoration restore(Claim claim, boolean known) {
        return get(journal.restore(ANN, memory.snapshot(claim.id()).orElseThrow(), known));
    }

    private void assertSameInBoth(Claim claim) {
        var there = get(journal.history(claim.id()));
        var here = get(memory.history(claim.id()));
        assertThat(there.standing()).isEqualTo(here.standing());
        assertThat(there.outcomes()).isEqualTo(here.outcomes());
        assertThat(get(journal.entries(claim.id()))).isEqualTo(memory.snapshot(claim.id()).map(Snapshot::entries).orElseThrow())
                .extracting(JournalEntry::position).doesNotHaveDuplicates();
    }

    @CanIgnoreReturnValue
    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(5));
    }
}
