package org.mcporchestrator.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mcporchestrator.journal.JournalFixture.submission;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.mcporchestrator.TestClock;
import org.mcporchestrator.journal.Claim;
import org.mcporchestrator.journal.Journal.Creation;
import org.mcporchestrator.journal.Lease;
import org.mcporchestrator.journal.Owner;
import org.mcporchestrator.journal.retention.RetentionConfig;
import org.mcporchestrator.memory.MemoryJournal;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.WorkflowId;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.mutiny.Uni;

/** What becomes of submissions that wait in a Redis that fails. */
class IntakeTest {

    private static final int KEPT = 2;
    private static final Lease ANN = new Lease(new Owner("ann"), Duration.ofSeconds(5));
    private static final Lease BOB = new Lease(new Owner("bob"), Duration.ofSeconds(5));

    private final TestClock clock = new TestClock();
    private final AtomicLong nanos = new AtomicLong();
    private final MemoryJournal memory = new MemoryJournal(clock, new Retention());
    private final FragileJournal redis = new FragileJournal(clock, new Retention());
    private final FailoverJournal journal = new FailoverJournal(redis, memory, ANN, new Settings(), new Presence(clock),
            new Tether(nanos::get));

    @Test
    void whatWaitsIsWrittenAgainIntoAnEmptiedRedis() {
        reunite();
        var id = queue(1);

        redis.comeBackEmpty();
        reunite();

        assertThat(claimedBy(BOB)).extracting(Claim::id).containsExactly(id);
    }

    @Test
    void whatWaitsIsWrittenAgainEachTime() {
        reunite();
        var id = queue(1);

        for (var loss = 0; loss < 3; loss++) {
            redis.comeBackEmpty();
            reunite();
        }

        assertThat(claimedBy(BOB)).extracting(Claim::id).containsExactly(id);
    }

    @Test
    void whatSomebodyHasBegunWithIsLeftToHim() {
        reunite();
        var heard = journal.notices().subscribe().with(_ -> {
        });
        queue(1);
        queue(2);
        assertThat(get(redis.store().claim(BOB, 1))).hasSize(1);
        assertThat(get(journal.claim(ANN, 1))).hasSize(1);

        redis.comeBackEmpty();
        reunite();

        assertThat(redis.store().ids()).isEmpty();
        heard.cancel();
    }

    @Test
    void whatWasBegunWhileNobodyHeardIsLetGoAtTheReunion() {
        reunite();
        queue(1);
        redis.goAway();
        assertUnavailable(journal.find(submission(2).id()));
        claimedBy(BOB);
        redis.comeBack();
        reunite();

        redis.comeBackEmpty();
        reunite();

        assertThat(redis.store().ids()).isEmpty();
    }

    /** The connection on which notices come was broken for a moment, and nothing else. */
    @Test
    void whatWasBegunWhileNoticesWereNotHeardIsLetGo() {
        reunite();
        var heard = journal.notices().subscribe().with(_ -> {
        });
        var begun = queue(1);
        redis.breakSubscriptions();
        assertThat(claimedBy(BOB)).extracting(Claim::id).containsExactly(begun);
        var waits = queue(2);
        redis.subscribeAgain();
        get(journal.reunite());

        redis.comeBackEmpty();
        reunite();

        assertThat(redis.store().ids()).containsExactly(waits);
        heard.cancel();
    }

    @Test
    void submissionThatRedisIsStillAskedForIsNotTakenForABegunOne() {
        reunite();
        var heard = journal.notices().subscribe().with(_ -> {
        });
        redis.delayCreations();
        var creation = journal.create(submission(1), Optional.empty()).subscribeAsCompletionStage();
        redis.subscribeAgain();
        get(journal.reunite());
        redis.createDelayed();
        assertThat(creation.toCompletableFuture().join()).isEqualTo(new Creation.Queued());

        redis.comeBackEmpty();
        reunite();

        assertThat(redis.store().ids()).containsExactly(submission(1).id());
        heard.cancel();
    }

    /** The end of the old primary took the last writes with it. */
    @Test
    void whatWaitsIsWrittenToAReplicaThatHasNotGotItAndLeftAloneWhereItHas() {
        reunite();
        var copied = queue(1);
        redis.replicate();
        queue(2);
        claimedBy(BOB);

        redis.promoteReplica();
        reunite();

        assertThat(redis.store().ids()).containsExactlyInAnyOrder(copied, submission(2).id());
        assertThat(claimedBy(BOB)).hasSize(2).extracting(Claim::epoch).containsOnly(1L);
    }

    @Test
    void cancelledBeforeAnybodyBeganItIsNotWrittenAgain() {
        reunite();
        var id = queue(1);
        assertThat(get(journal.seize(id, ANN))).isPresent();

        redis.comeBackEmpty();
        reunite();

        assertThat(redis.store().ids()).isEmpty();
    }

    /** Another process may have begun with it at once: its first calls would be paid twice. */
    @Test
    void submissionWhoseAnswerGotLostIsNotBegunHere() {
        reunite();
        get(journal.renew(ANN, List.of()));
        redis.loseAnswers();

        var id = queue(1);

        assertThat(get(journal.claim(ANN, 5))).isEmpty();
        assertThat(get(journal.find(id)).orElseThrow().status()).isEqualTo(Status.PENDING);
        var claim = claimedBy(BOB).getFirst();
        redis.comeBack();
        reunite();
        assertThat(get(journal.find(id)).orElseThrow().head().owner()).contains(BOB.owner());
        assertThat(claim.epoch()).isEqualTo(1);
    }

    @Test
    void submissionThatNeverArrivedIsWrittenWhenRedisIsBack() {
        reunite();
        redis.loseAnswers();
        var id = queue(1);

        redis.comeBackEmpty();
        reunite();

        assertThat(get(journal.claim(ANN, 5))).extracting(Claim::id).containsExactly(id);
    }

    @Test
    void onlySoManyAreKeptAndNothingIsPromisedOfTheOthers() {
        reunite();
        queue(1);
        queue(2);
        queue(3);
        redis.loseAnswers();
        assertUnavailable(journal.create(submission(4), Optional.empty()));

        redis.comeBackEmpty();
        reunite();

        assertThat(redis.store().ids()).containsExactlyInAnyOrder(submission(1).id(), submission(2).id());
    }

    @CanIgnoreReturnValue
    private WorkflowId queue(int number) {
        assertThat(get(journal.create(submission(number), Optional.empty()))).isEqualTo(new Creation.Queued());
        return submission(number).id();
    }

    @CanIgnoreReturnValue
    private List<Claim> claimedBy(Lease lease) {
        return get(redis.store().claim(lease, 5));
    }

    /** The first time it may find out only that Redis has lost its data. */
    private void reunite() {
        get(journal.reunite());
        get(journal.reunite());
    }

    @CanIgnoreReturnValue
    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(5));
    }

    private static void assertUnavailable(Uni<?> uni) {
        assertThatThrownBy(() -> get(uni)).hasMessageContaining("journal_unavailable");
    }

    private record Settings() implements FailoverConfig {

        @Override
        public boolean enabled() {
            return true;
        }

        @Override
        public WhenAway whenRedisIsAway() {
            return WhenAway.PAUSE;
        }

        @Override
        public boolean acceptWithoutRedis() {
            return true;
        }

        @Override
        public Duration retryEvery() {
            return Duration.ofMillis(250);
        }

        @Override
        public long maxBuffer() {
            return 1_000_000;
        }

        @Override
        public int keptWaiting() {
            return KEPT;
        }

        @Override
        public int keptEnded() {
            return 3;
        }
    }

    private record Retention() implements RetentionConfig {

        @Override
        public Duration age() {
            return Duration.ofDays(7);
        }

        @Override
        public int maxResults() {
            return 100;
        }

        @Override
        public Duration idempotencyKeys() {
            return Duration.ofHours(24);
        }

        @Override
        public MemorySize maxBytes() {
            return new MemorySize(BigInteger.ZERO);
        }
    }
}
