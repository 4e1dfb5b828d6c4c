package org.mcporchestrator.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.mcporchestrator.journal.JournalFixture.answer;
import static org.mcporchestrator.journal.JournalFixture.batch;
import static org.mcporchestrator.journal.JournalFixture.events;
import static org.mcporchestrator.journal.JournalFixture.lastEvent;
import static org.mcporchestrator.journal.JournalFixture.result;
import static org.mcporchestrator.journal.JournalFixture.step;
import static org.mcporchestrator.journal.JournalFixture.submission;

import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.mcporchestrator.TestClock;
import org.mcporchestrator.failover.FailoverConfig.WhenAway;
import org.mcporchestrator.journal.Claim;
import org.mcporchestrator.journal.Journal.Creation;
import org.mcporchestrator.journal.Journal.Offer;
import org.mcporchestrator.journal.Journal.Write;
import org.mcporchestrator.journal.JournalEntry;
import org.mcporchestrator.journal.Lease;
import org.mcporchestrator.journal.Listing.Filter;
import org.mcporchestrator.journal.Owner;
import org.mcporchestrator.journal.Position;
import org.mcporchestrator.journal.admission.Admission;
import org.mcporchestrator.journal.admission.IdempotencyKey;
import org.mcporchestrator.journal.retention.RetentionConfig;
import org.mcporchestrator.memory.MemoryJournal;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.fault.Fault;
import org.mcporchestrator.workflow.fault.FaultException;
import org.mcporchestrator.workflow.webhook.Webhook;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;

class FailoverJournalTest {

    private static final int KEPT = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Lease ANN = new Lease(new Owner("ann"), Duration.ofSeconds(5));
    private static final Lease BOB = new Lease(new Owner("bob"), Duration.ofSeconds(5));

    private final TestClock clock = new TestClock();
    private final AtomicLong nanos = new AtomicLong();
    private final MemoryJournal memory = new MemoryJournal(clock, new Retention());
    private final FragileJournal redis = new FragileJournal(clock, new Retention());

    @Test
    void whatIsWrittenWhileRedisIsThereIsInRedis() {
        var journal = connected(settings(WhenAway.PAUSE, true));

        var claim = created(journal, 1);
        get(journal.append(claim, batch(claim, 1, 1, Map.of(step(0), answer("paid")))));

        assertThat(get(redis.history(claim.id())).outcomes()).containsKey(step(0));
        assertThat(get(journal.find(claim.id()))).isEqualTo(get(redis.find(claim.id())));
    }

    @Test
    void workflowBegunWithoutRedisRunsToItsEndAndIsInRedisOnceItComes() {
        redis.goAway();
        var journal = journal(settings(WhenAway.PAUSE, true));
        var claim = created(journal, 1);
        get(journal.append(claim, batch(claim, 1, 1, Map.of(step(0), answer("paid")))));
        nanos.addAndGet(Duration.ofMinutes(10).toNanos());
        get(journal.append(claim, events(claim, 2, 3)));
        get(journal.end(claim, lastEvent(claim, 5), result(claim.id(), Status.COMPLETED, clock.instant()), false));

        redis.comeBack();
        get(journal.reunite());

        assertThat(get(redis.result(claim.id()))).hasValue(result(claim.id(), Status.COMPLETED, clock.instant()));
        assertThat(positionsOf(redis.store().snapshot(claim.id()).orElseThrow().entries()))
                .containsExactly("1-1", "1-2", "1-3", "1-4", "1-5");
    }

    @Test
    void workflowThatIsCreatedInTheMomentOfTheReunionIsNotTakenForARemovedOne() {
        var journal = connected(settings(WhenAway.PAUSE, true));
        redis.goAway();
        assertUnavailable(journal.find(submission(2).id()));
        journal.notices().subscribe().with(_ -> {
            redis.comeBack();
            get(journal.reunite());
        });

        get(journal.create(submission(1), Optional.empty()));
        get(journal.reunite());

        assertThat(get(redis.find(submission(1).id()))).isPresent();
    }

    @Test
    void workflowThatWaitedHereIsSeenWhereSomebodyElseDrivesIt() {
        redis.goAway();
        var journal = journal(settings(WhenAway.PAUSE, true));
        var id = submission(1).id();
        get(journal.create(submission(1), Optional.empty()));
        redis.comeBack();
        get(journal.reunite());
        assertThat(get(journal.find(id)).orElseThrow().head().owner()).isEmpty();

        var claim = get(redis.claim(BOB, 1)).getFirst();
        get(redis.append(claim, events(claim, 1, 1)));

        assertThat(get(journal.find(id)).orElseThrow().head().owner()).contains(BOB.owner());
        assertThat(positionsOf(get(journal.follow(id, Position.START).select().first(1).collect().asList())))
                .containsExactly("1-1");
    }

    /** As soon as Redis has it, another process may begin with it: it would have two drivers. */
    @Test
    void workflowThatIsHandedToRedisIsNotBegunHereAnyMore() {
        redis.goAway();
        var journal = journal(settings(WhenAway.CONTINUE, true));
        var id = submission(1).id();
        get(journal.create(submission(1), Optional.empty()));
        redis.comeBack();
        var here = new ArrayList<Claim>();
        redis.onceRestored(() -> {
            here.addAll(get(journal.claim(ANN, 5)));
            assertUnavailable(journal.seize(id, ANN));
        });

        get(journal.reunite());

        assertThat(here).isEmpty();
        assertThat(get(journal.claim(BOB, 5))).extracting(Claim::id).containsExactly(id);
    }

    @Test
    void workflowWhoseHandingOverWasNotAnsweredIsNotBegunHereEither() {
        redis.goAway();
        var journal = journal(settings(WhenAway.CONTINUE, true));
        get(journal.create(submission(1), Optional.empty()));
        redis.comeBack();
        redis.onceRestored(redis::goAway);
        get(journal.reunite());

        assertThat(get(journal.claim(ANN, 5))).isEmpty();
        assertThat(get(redis.store().claim(BOB, 5))).hasSize(1);
        redis.comeBack();
        get(journal.reunite());

        assertThat(get(journal.find(submission(1).id())).orElseThrow().head().owner()).contains(BOB.owner());
        assertThat(memory.ids()).isEmpty();
    }

    /** From then on another process may take it over once its lease is up. */
    @Test
    void drivenWorkflowThatRedisMayHaveGoesOnOnlyWithinItsLease() {
        redis.goAway();
        var journal = journal(settings(WhenAway.PAUSE, true));
        var claim = created(journal, 1);
        redis.comeBack();
        redis.onceRestored(redis::goAway);
        get(journal.reunite());
        redis.goAway();

        var write = journal.append(claim, events(claim, 1, 1)).subscribeAsCompletionStage();

        assertThat(write).isNotDone();
        redis.comeBack();
        get(journal.reunite());
        await().atMost(PATIENCE).until(write::isDone);
        assertThat(write).isCompletedWithValue(Write.RECORDED);
    }

    @Test
    void workflowThatWaitedHereIsWrittenAgainIfRedisLosesIt() {
        redis.goAway();
        var journal = journal(settings(WhenAway.PAUSE, true));
        get(journal.create(submission(1), Optional.empty()));
        redis.comeBack();
        get(journal.reunite());

        redis.comeBackEmpty();
        get(journal.reunite());
        get(journal.reunite());

        assertThat(get(redis.claim(BOB, 1))).extracting(Claim::id).containsExactly(submission(1).id());
    }

    @Test
    void workflowThatIsBegunWithoutRedisIsInRedisWithItsWebhookAtOnce() {
        redis.goAway();
        var journal = journal(settings(WhenAway.PAUSE, true));
        var webhook = new Webhook(URI.create("https://example.org/hook"), List.of(), Optional.empty(), Webhook.Form.FLAT);
        var admission = new Admission(10, Optional.empty(), Optional.of(webhook));
        get(journal.create(submission(1), Optional.of(ANN), admission));
        get(journal.create(submission(2), Optional.empty(), admission));
        redis.comeBack();
        redis.onceRestored(() -> assertThat(redis.store().ids()).isNotEmpty()
                .allSatisfy(id -> assertThat(webhookInRedis(id)).contains(webhook)));
        get(journal.reunite());
        assertThat(redis.store().ids()).hasSize(2).allSatisfy(id -> assertThat(webhookInRedis(id)).contains(webhook));

        redis.comeBackEmpty();
        get(journal.reunite());
        get(journal.reunite());

        assertThat(redis.store().ids()).hasSize(2).allSatisfy(id -> assertThat(webhookInRedis(id)).contains(webhook));
    }

    @Test
    void workflowThatIsDrivenOrWaitsIsWrittenAgainWithItsWebhook() {
        var journal = connected(settings(WhenAway.PAUSE, true));
        var webhook = new Webhook(URI.create("https://example.org/hook"), List.of(), Optional.empty(), Webhook.Form.FLAT);
        var admission = new Admission(10, Optional.empty(), Optional.of(webhook));
        get(journal.create(submission(1), Optional.of(ANN), admission));
        get(journal.create(submission(2), Optional.empty(), admission));

        redis.comeBackEmpty();
        get(journal.reunite());
        get(journal.reunite());

        assertThat(redis.store().ids()).hasSize(2).allSatisfy(id -> assertThat(webhookInRedis(id)).contains(webhook));
    }

    private Optional<Webhook> webhookInRedis(WorkflowId id) {
        return redis.store().snapshot(id).orElseThrow().webhook();
    }

    @Test
    void submissionUnderAKeyIsNotTakenWithoutRedis() {
        var journal = connected(settings(WhenAway.PAUSE, true));
        var keyed = new Admission(10, Optional.of(IdempotencyKey.of("mine", "tides")));
        redis.loseAnswers();
        assertUnavailable(journal.create(submission(1), Optional.of(ANN), keyed));
        redis.goAway();
        assertUnavailable(journal.create(submission(2), Optional.of(ANN), keyed));

        redis.comeBack();
        get(journal.reunite());

        assertThat(get(journal.create(submission(3), Optional.of(ANN), keyed)))
                .isEqualTo(new Creation.Repeated(submission(1).id()));
        assertThat(memory.ids()).isEmpty();
    }

    @Test
    void submissionWithoutRedisIsRefusedIfSoConfigured() {
        redis.goAway();
        var journal = journal(settings(WhenAway.PAUSE, false));

        assertUnavailable(journal.create(submission(1), Optional.of(ANN)));
    }

    @Test
    void unknownWorkflowIsNotDeniedWhileRedisIsAway() {
        var journal = connected(settings(WhenAway.PAUSE, true));
        redis.goAway();

        assertUnavailable(journal.find(submission(1).id()));
        assertUnavailable(journal.result(submission(1).id()));
    }

    @Test
    void redisThatIsEmptiedWhileItIsUsedIsFilledAgain() {
        var journal = connected(settings(WhenAway.PAUSE, true));
        var claim = created(journal, 1);
        var idle = created(journal, 2);
        renew(journal, claim);
        get(journal.append(claim, batch(claim, 1, 2, Map.of(step(0), answer("paid")))));
        redis.comeBackEmpty();

        assertThat(get(journal.append(claim, events(claim, 3, 1)))).isEqualTo(Write.BUFFERED);
        assertThat(get(journal.renew(ANN, List.of(claim, idle)))).isEmpty();
        get(journal.reunite());

        assertThat(get(redis.history(claim.id())).outcomes()).containsKey(step(0));
        assertThat(get(redis.find(claim.id())).orElseThrow().head().seq()).isEqualTo(3);
        assertThat(get(redis.find(idle.id()))).isPresent();
    }

    @Test
    void renewalInAnEmptiedRedisLosesNothing() {
        var journal = connected(settings(WhenAway.PAUSE, true));
        var claim = created(journal, 1);
        redis.comeBackEmpty();

        assertThat(get(journal.renew(ANN, List.of(claim)))).isEmpty();
        assertThat(journal.state().durable()).isFalse();
    }

    @Test
    void workflowCanBeCancelledInAnEmptiedRedis() {
        var journal = connected(settings(WhenAway.PAUSE, true));
        var claim = created(journal, 1);
        renew(journal, claim);
        redis.comeBackEmpty();

        assertThat(get(journal.seize(claim.id(), ANN))).isPresent();
    }

    @Test
    void emptiedRedisIsNoticedThoughNobodyWrites() {
        var journal = connected(settings(WhenAway.PAUSE, true));
        var claim = created(journal, 1);
        redis.comeBackEmpty();

        get(journal.reunite());
        assertThat(journal.state().durable()).isFalse();
        get(journal.reunite());

        assertThat(journal.state().durable()).isTrue();
        assertThat(get(redis.find(claim.id()))).isPresent();
    }

    @Test
    void withinItsLeaseAWorkflowGoesOnAndCatchesUp() {
        var journal = connected(settings(WhenAway.PAUSE, true));
        var claim = created(journal, 1);
        renew(journal, claim);
        redis.goAway();

        assertThat(get(journal.append(claim, batch(claim, 1, 2, Map.of(step(0), answer("paid")))))).isEqualTo(Write.BUFFERED);

        redis.comeBack();
        get(journal.reunite());
        assertThat(get(redis.history(claim.id())).outcomes()).containsKey(step(0));
        assertThat(get(journal.append(claim, events(claim, 3, 1)))).isEqualTo(Write.RECORDED);
        assertThat(get(redis.find(claim.id())).orElseThrow().head().seq()).isEqualTo(3);
    }

    @Test
    void beyondItsLeaseAWorkflowWaitsForRedis() {
        var journal = connected(settings(WhenAway.PAUSE, true));
        var claim = created(journal, 1);
        renew(journal, claim);
        redis.goAway();
        nanos.addAndGet(ANN.length().toNanos());

        var write = journal.append(claim, events(claim, 1, 1)).subscribeAsCompletionStage();
        assertThat(write).isNotDone();

        redis.comeBack();
        get(journal.reunite());
        await().atMost(PATIENCE).until(write::isDone);
        assertThat(write).isCompletedWithValue(Write.RECORDED);
        assertThat(get(redis.find(claim.id())).orElseThrow().head().seq()).isEqualTo(1);
    }

    @Test
    void noCallIsMadeBeyondTheLeaseBeforeRedisHasConfirmedTheClaim() {
        var journal = connected(settings(WhenAway.PAUSE, true));
        var claim = created(journal, 1);
        renew(journal, claim);
        redis.goAway();
        assertThat(get(journal.holds(ANN, claim))).isTrue();
        nanos.addAndGet(ANN.length().toNanos());
        clock.pass(ANN.length().plusSeconds(1));
        get(journal.reunite());

        var answer = journal.holds(ANN, claim).subscribeAsCompletionStage();
        assertThat(answer).isNotDone();

        redis.comeBack();
        get(redis.claim(BOB, 1));
        get(journal.reunite());
        await().atMost(PATIENCE).until(answer::isDone);
        assertThat(answer).isCompletedWithValue(false);
    }

    @Test
    void beyondItsLeaseAWorkflowGoesOnIfThereIsNoOtherProcess() {
        var journal = connected(settings(WhenAway.CONTINUE, true));
        var claim = created(journal, 1);
        redis.goAway();
        nanos.addAndGet(ANN.length().toNanos());

        assertThat(get(journal.append(claim, events(claim, 1, 1)))).isEqualTo(Write.BUFFERED);
    }

    @Test
    void workflowThatFillsTheBufferWaitsForRedis() {
        var journal = connected(new Settings(WhenAway.CONTINUE, true, 3));
        var claim = created(journal, 1);
        redis.goAway();
        get(journal.append(claim, batch(claim, 1, 1, Map.of(step(0), answer("long enough")))));

        var write = journal.append(claim, events(claim, 2, 1)).subscribeAsCompletionStage();

        assertThat(write).isNotDone();
    }

    @Test
    void workflowThatSomebodyElseTookMeanwhileIsFencedAndForgotten() {
        var journal = connected(settings(WhenAway.CONTINUE, true));
        var claim = created(journal, 1);
        redis.goAway();
        get(journal.append(claim, events(claim, 1, 2)));
        redis.comeBack();
        clock.pass(Duration.ofSeconds(6));
        var taken = get(redis.claim(BOB, 1)).getFirst();
        get(redis.append(taken, events(taken, 1, 1)));

        get(journal.reunite());

        assertThat(get(journal.append(claim, events(claim, 3, 1)))).isEqualTo(Write.FENCED);
        assertThat(get(journal.find(claim.id())).orElseThrow().head().owner()).contains(BOB.owner());
    }

    @Test
    void whatIsWrittenWhileRedisIsAwayIsNotTakenForRecorded() {
        var journal = connected(settings(WhenAway.PAUSE, true));
        var claim = created(journal, 1);
        renew(journal, claim);
        redis.goAway();

        assertThat(get(journal.append(claim, events(claim, 1, 2)))).isEqualTo(Write.BUFFERED);

        redis.comeBack();
        assertThat(get(journal.reunite().chain(() -> journal.append(claim, events(claim, 3, 1))))).isEqualTo(Write.RECORDED);
    }

    @Test
    void paidAnswerOfAProcessThatWasCutOffReachesWhoeverDrivesTheWorkflowByThen() {
        var journal = connected(settings(WhenAway.CONTINUE, true));
        var claim = created(journal, 1);
        redis.goAway();
        var offered = journal.offer(claim.id(), Map.of(step(0), new Offer("asked-this", answer("paid"))))
                .subscribeAsCompletionStage();
        assertThat(offered).isNotDone();

        redis.comeBack();
        clock.pass(Duration.ofSeconds(6));
        get(redis.claim(BOB, 1));
        get(journal.reunite());

        await().atMost(PATIENCE).until(offered::isDone);
        assertThat(offered).isCompletedWithValue(Set.of(step(0)));
        assertThat(get(redis.history(claim.id())).offers()).containsOnlyKeys(step(0));
    }

    @Test
    void whatAPromotedReplicaHasNotGotIsWrittenAnew() {
        var journal = connected(settings(WhenAway.PAUSE, true));
        var behind = created(journal, 1);
        get(journal.append(behind, events(behind, 1, 1)));
        redis.replicate();
        get(journal.append(behind, batch(behind, 2, 1, Map.of(step(0), answer("paid")))));
        var missing = created(journal, 2);
        var ended = created(journal, 3);
        get(journal.end(ended, lastEvent(ended, 1), result(ended.id(), Status.COMPLETED, clock.instant()), false));

        redis.promoteReplica();
        get(journal.reunite());
        get(journal.reunite());

        assertThat(journal.state().durable()).isTrue();
        assertThat(get(redis.history(behind.id())).outcomes()).containsKey(step(0));
        assertThat(get(redis.find(missing.id())).orElseThrow().head().owner()).hasValue(ANN.owner());
        assertThat(get(redis.result(ended.id()))).isPresent();
        assertThat(get(journal.append(behind, events(behind, 3, 1)))).isEqualTo(Write.RECORDED);
        assertThat(get(journal.append(missing, events(missing, 1, 1)))).isEqualTo(Write.RECORDED);
    }

    @Test
    void claimThatAPromotedReplicaHasNotGotIsNotLost() {
        get(redis.create(submission(1), Optional.of(BOB)));
        redis.replicate();
        var journal = connected(settings(WhenAway.PAUSE, true));
        clock.pass(Duration.ofSeconds(6));
        var claim = get(journal.claim(ANN, 1)).getFirst();
        get(journal.history(claim.id()));
        get(journal.append(claim, batch(claim, 1, 1, Map.of(step(0), answer("paid")))));

        renew(journal, claim);
        redis.promoteReplica();

        assertThat(get(journal.append(claim, batch(claim, 2, 1, Map.of(step(1), answer("later")))))).isEqualTo(Write.BUFFERED);
        get(journal.reunite());
        assertThat(get(redis.history(claim.id())).outcomes()).containsOnlyKeys(step(0), step(1));
        assertThat(get(redis.find(claim.id())).orElseThrow().head().epoch()).isEqualTo(2);
        assertThat(get(journal.append(claim, events(claim, 3, 1)))).isEqualTo(Write.RECORDED);
    }

    @Test
    void writeToAPromotedReplicaThatHasNotGotTheWorkflowIsNotLost() {
        var journal = connected(settings(WhenAway.PAUSE, true));
        var claim = created(journal, 1);
        renew(journal, claim);
        redis.promoteReplica();

        assertThat(get(journal.append(claim, batch(claim, 1, 1, Map.of(step(0), answer("paid")))))).isEqualTo(Write.BUFFERED);
        get(journal.reunite());

        assertThat(get(redis.history(claim.id())).outcomes()).containsKey(step(0));
    }

    @Test
    void redisThatComesBackEmptyGetsEverythingThatIsKnown() {
        var journal = connected(settings(WhenAway.PAUSE, true));
        var running = created(journal, 1);
        get(journal.append(running, batch(running, 1, 2, Map.of(step(0), answer("paid")))));
        var ended = created(journal, 2);
        get(journal.end(ended, lastEvent(ended, 1), result(ended.id(), Status.COMPLETED, clock.instant()), false));
        redis.goAway();
        get(journal.list(Filter.ALL, Optional.empty(), 1));

        redis.comeBackEmpty();
        get(journal.reunite());

        assertThat(get(redis.history(running.id())).outcomes()).containsKey(step(0));
        assertThat(get(redis.result(ended.id()))).isPresent();
        assertThat(get(journal.append(running, events(running, 3, 1)))).isEqualTo(Write.RECORDED);
        assertThat(get(redis.find(running.id())).orElseThrow().head().tip()).isEqualTo(new Position(1, 3));
    }

    @Test
    void workflowThatWasRemovedFromTheSameRedisStaysRemoved() {
        var journal = connected(settings(WhenAway.CONTINUE, true));
        var claim = created(journal, 1);
        redis.goAway();
        get(journal.append(claim, events(claim, 1, 1)));
        redis.store().forget(claim.id());
        redis.comeBack();

        get(journal.reunite());

        assertThat(get(journal.append(claim, events(claim, 2, 1)))).isEqualTo(Write.FENCED);
        assertThat(get(journal.find(claim.id()))).isEmpty();
    }

    @Test
    void answerThatGetsLostLeavesNothingOutAndNothingTwice() {
        var journal = connected(settings(WhenAway.PAUSE, true));
        var claim = created(journal, 1);
        renew(journal, claim);
        redis.loseAnswers();

        assertThat(get(journal.append(claim, events(claim, 1, 2)))).isEqualTo(Write.BUFFERED);

        redis.comeBack();
        get(journal.reunite());
        get(journal.append(claim, events(claim, 3, 1)));
        assertThat(positionsOf(redis.store().snapshot(claim.id()).orElseThrow().entries())).containsExactly("1-1", "1-2",
                "1-3");
    }

    @Test
    void creationWhoseAnswerGetsLostIsOneWorkflow() {
        var journal = connected(settings(WhenAway.PAUSE, true));
        renew(journal);
        redis.loseAnswers();

        var claim = created(journal, 1);
        get(journal.append(claim, events(claim, 1, 1)));
        redis.comeBack();
        get(journal.reunite());

        assertThat(get(redis.find(claim.id())).orElseThrow().head().tip()).isEqualTo(new Position(1, 1));
        assertThat(get(redis.list(Filter.ALL, Optional.empty(), 10)).standings()).hasSize(1);
    }

    @Test
    void readerSeesEveryEventOnceAcrossAnOutageAndATakeover() {
        var journal = connected(settings(WhenAway.CONTINUE, true));
        var claim = created(journal, 1);
        get(journal.append(claim, events(claim, 1, 2)));
        var reader = journal.follow(claim.id(), Position.START).subscribe()
                .withSubscriber(AssertSubscriber.<JournalEntry> create(100));
        redis.goAway();
        get(journal.append(claim, events(claim, 3, 1)));
        redis.comeBack();
        get(journal.reunite());
        clock.pass(Duration.ofSeconds(6));
        var taken = get(redis.claim(BOB, 1)).getFirst();
        get(redis.append(taken, events(taken, 4, 1)));

        assertThat(get(journal.renew(ANN, Set.of(claim)))).containsExactly(claim.id());
        get(redis.end(taken, lastEvent(taken, 5), result(claim.id(), Status.COMPLETED, clock.instant()), false));

        assertThat(positionsOf(reader.awaitCompletion(PATIENCE).getItems())).containsExactly("1-1", "1-2", "1-3", "2-4", "2-5");
    }

    @Test
    void workflowIsCancelledWhileRedisIsAwayAndStaysCancelled() {
        var journal = connected(settings(WhenAway.CONTINUE, true));
        var claim = created(journal, 1);
        redis.goAway();

        var seized = get(journal.seize(claim.id(), ANN)).orElseThrow();
        assertThat(get(journal.append(claim, events(claim, 1, 1)))).isEqualTo(Write.FENCED);
        get(journal.end(seized, lastEvent(seized, 1), result(claim.id(), Status.CANCELLED, clock.instant()), false));
        redis.comeBack();
        get(journal.reunite());

        assertThat(get(redis.find(claim.id())).orElseThrow().status()).isEqualTo(Status.CANCELLED);
    }

    @Test
    void claimIsNotGivenBackBeforeRedisHasItAndAllThatIsRecorded() {
        var journal = connected(settings(WhenAway.PAUSE, true));
        var claim = created(journal, 1);
        renew(journal, claim);
        redis.goAway();
        get(journal.append(claim, batch(claim, 1, 1, Map.of(step(0), answer("paid")))));
        assertUnavailable(journal.release(List.of(claim)));

        redis.comeBack();
        get(journal.reunite());
        get(journal.release(List.of(claim)));

        assertThat(get(redis.find(claim.id())).orElseThrow().head().owner()).isEmpty();
        assertThat(get(redis.history(claim.id())).outcomes()).containsKey(step(0));
    }

    @Test
    void claimOfWhichRedisCouldNotTellThatItWasGivenBackIsGivenBackAgain() {
        var journal = connected(settings(WhenAway.PAUSE, true));
        var claim = created(journal, 1);
        redis.loseAnswers();
        assertUnavailable(journal.release(List.of(claim)));

        redis.comeBack();
        get(journal.reunite());
        get(journal.release(List.of(claim)));

        assertThat(get(redis.find(claim.id())).orElseThrow().head().owner()).isEmpty();
        assertThat(memory.ids()).isEmpty();
    }

    @Test
    void secondOutageTakesNoWorkflowFromItsDriver() {
        var journal = connected(settings(WhenAway.PAUSE, true));
        var claim = created(journal, 1);
        redis.goAway();
        renew(journal, claim);
        redis.comeBack();
        get(journal.reunite());
        clock.pass(Duration.ofSeconds(4));
        renew(journal, claim);
        clock.pass(Duration.ofSeconds(4));
        redis.goAway();

        assertThat(get(journal.claim(ANN, 5))).isEmpty();
    }

    @Test
    void absenceAtTheStartIsToldWithItsReason() {
        redis.goAway();
        var journal = journal(settings(WhenAway.PAUSE, true));

        get(journal.reunite());

        assertThat(journal.state().reason()).contains("it is away");
    }

    @Test
    void cancelIsRefusedAtOnceWhereItsEndWouldHaveToWaitForRedis() {
        var journal = connected(settings(WhenAway.PAUSE, true));
        var claim = created(journal, 1);
        renew(journal, claim);
        redis.goAway();
        nanos.addAndGet(ANN.length().toNanos());

        assertUnavailable(journal.seize(claim.id(), ANN));
        assertThat(get(journal.find(claim.id())).orElseThrow().head().cancelRequested()).isFalse();
    }

    @Test
    void workflowThatRedisPerhapsHasIsNotDrivenBeyondTheLease() {
        var journal = connected(settings(WhenAway.PAUSE, true));
        renew(journal);
        redis.loseAnswers();
        var claim = created(journal, 1);
        redis.goAway();
        nanos.addAndGet(ANN.length().toNanos());

        var held = journal.holds(ANN, claim).subscribe().withSubscriber(UniAssertSubscriber.create());

        held.assertNotTerminated();
    }

    @Test
    void creationThatGetsLostOnItsWayIsMadeUpFor() {
        var journal = connected(settings(WhenAway.PAUSE, true));
        redis.goAway();
        var claim = created(journal, 1);

        redis.comeBack();
        get(journal.reunite());

        assertThat(get(redis.find(claim.id()))).isPresent();
    }

    @Test
    void oneDamagedWorkflowKeepsNoOtherFromRedis() {
        var journal = connected(settings(WhenAway.PAUSE, true));
        var bad = created(journal, 1);
        var good = created(journal, 2);
        renew(journal, bad, good);
        redis.goAway();
        get(journal.append(good, events(good, 1, 1)));
        redis.comeBack();
        redis.damage(bad.id());

        get(journal.reunite());

        assertThat(journal.state().durable()).isTrue();
        assertThat(get(redis.find(good.id())).orElseThrow().head().seq()).isEqualTo(1);
    }

    @Test
    void onlyTheNewestEndedWorkflowsStayInMemory() {
        var journal = connected(settings(WhenAway.PAUSE, true));

        IntStream.rangeClosed(1, 2 * KEPT).forEach(number -> ended(journal, number));

        assertThat(memory.ids()).hasSize(KEPT).contains(submission(2 * KEPT).id());
        assertThat(get(journal.result(submission(1).id()))).isPresent();
    }

    @Test
    void whatEndsWhileRedisIsAwayDrivesNothingOutOfMemory() {
        var journal = connected(settings(WhenAway.PAUSE, true));
        ended(journal, 1);
        renew(journal);
        redis.goAway();
        assertUnavailable(journal.find(submission(99).id()));

        IntStream.rangeClosed(2, 2 * KEPT).forEach(number -> ended(journal, number));

        assertThat(get(journal.result(submission(1).id()))).isPresent();
    }

    @Test
    void endedWorkflowsStayInMemoryUntilRedisHasThem() {
        redis.goAway();
        var journal = journal(settings(WhenAway.PAUSE, true));
        IntStream.rangeClosed(1, 2 * KEPT).forEach(number -> ended(journal, number));

        assertThat(memory.ids()).hasSize(2 * KEPT);
        redis.comeBack();
        get(journal.reunite());

        assertThat(memory.ids()).hasSize(KEPT);
        assertThat(redis.store().ids()).hasSize(2 * KEPT);
    }

    private FailoverJournal connected(FailoverConfig config) {
        var journal = journal(config);
        get(journal.reunite());
        return journal;
    }

    private FailoverJournal journal(FailoverConfig config) {
        return new FailoverJournal(redis, memory, ANN, config, new Presence(clock),
                new Tether(nanos::get));
    }

    private static Claim created(FailoverJournal journal, int number) {
        return ((Creation.Claimed) get(journal.create(submission(number), Optional.of(ANN)))).claim();
    }

    private void ended(FailoverJournal journal, int number) {
        clock.pass(Duration.ofSeconds(1));
        var claim = created(journal, number);
        get(journal.end(claim, lastEvent(claim, 1), result(claim.id(), Status.COMPLETED, clock.instant()), false));
    }

    private static void renew(FailoverJournal journal, Claim... claims) {
        assertThat(get(journal.renew(ANN, List.of(claims)))).isEmpty();
    }

    private static List<String> positionsOf(List<JournalEntry> entries) {
        return entries.stream().map(entry -> entry.position().toString()).toList();
    }

    @CanIgnoreReturnValue
    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }

    private static void assertUnavailable(Uni<?> uni) {
        assertThatThrownBy(() -> get(uni)).isInstanceOfSatisfying(FaultException.class,
                failure -> assertThat(failure.fault().code()).isEqualTo(Fault.Code.JOURNAL_UNAVAILABLE));
    }

    private static Settings settings(WhenAway whenAway, boolean accept) {
        return new Settings(whenAway, accept, 1_000_000);
    }

    private record Settings(WhenAway whenRedisIsAway, boolean acceptWithoutRedis, long maxBuffer) implements FailoverConfig {

        @Override
        public boolean enabled() {
            return true;
        }

        @Override
        public Duration retryEvery() {
            return Duration.ofMillis(250);
        }

        @Override
        public int keptWaiting() {
            return 100;
        }

        @Override
        public int keptEnded() {
            return KEPT;
        }
    }

    private record Retention() implements RetentionConfig {

        @Override
        public Duration age() {
            return Duration.ofDays(7);
        }

        @Override
        public Duration idempotencyKeys() {
            return Duration.ofHours(24);
        }

        @Override
        public int maxResults() {
            return 100;
        }

        @Override
        public MemorySize maxBytes() {
            return new MemorySize(BigInteger.ZERO);
        }
    }
}
