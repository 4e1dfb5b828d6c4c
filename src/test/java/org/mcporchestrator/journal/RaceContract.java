package org.mcporchestrator.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mcporchestrator.journal.JournalFixture.answer;
import static org.mcporchestrator.journal.JournalFixture.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.mcporchestrator.journal.Journal.Creation;
import org.mcporchestrator.journal.Journal.Write;
import org.mcporchestrator.workflow.Status;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

/** What holds when several processes act at once. */
interface RaceContract extends JournalHarness {

    int ROUNDS = 30;

    /** Runs all at the same time and answers what they answered. */
    @CanIgnoreReturnValue
    static <T> List<T> atOnce(List<Callable<T>> tasks) throws InterruptedException, ExecutionException {
        var barrier = new CyclicBarrier(tasks.size());
        try (var threads = Executors.newFixedThreadPool(tasks.size())) {
            var answers = new ArrayList<T>();
            for (var answer : threads.invokeAll(tasks.stream().map(task -> together(barrier, task)).toList())) {
                answers.add(answer.get());
            }
            return answers;
        }
    }

    private static <T> Callable<T> together(CyclicBarrier barrier, Callable<T> task) {
        return () -> {
            barrier.await(10, TimeUnit.SECONDS);
            return task.call();
        };
    }

    @Test
    default void oneOfTwoProcessesThatCreateTheSameWorkflowGetsIt() throws Exception {
        for (var round = 0; round < ROUNDS; round++) {
            var submission = submission(round);
            var creations = atOnce(List.<Callable<Creation>> of(
                    () -> get(process().create(submission, Optional.of(lease(ANN)))),
                    () -> get(process().create(submission, Optional.of(lease(BOB))))));

            assertThat(creations).filteredOn(Creation.Claimed.class::isInstance).hasSize(1);
            assertThat(creations).filteredOn(Creation.Duplicate.class::isInstance).hasSize(1);
        }
    }

    @Test
    default void processesThatClaimAtOnceNeverGetTheSameWorkflow() throws Exception {
        IntStream.range(0, ROUNDS).forEach(number -> queued(process(), number));

        var claims = atOnce(IntStream.range(0, 6)
                .<Callable<List<Claim>>> mapToObj(index -> () -> claimAll(process(), new Owner("owner-" + index))).toList());

        var all = claims.stream().flatMap(List::stream).toList();
        assertThat(all).hasSize(ROUNDS).extracting(Claim::id).doesNotHaveDuplicates();
        assertThat(all).extracting(Claim::epoch).containsOnly(1L);
    }

    private List<Claim> claimAll(Journal journal, Owner owner) {
        var all = new ArrayList<Claim>();
        for (var some = claim(journal, owner, 2); !some.isEmpty(); some = claim(journal, owner, 2)) {
            all.addAll(some);
        }
        return all;
    }

    @Test
    default void twoSeizuresGetDifferentEpochsAndOnlyTheLaterOneMayWrite() throws Exception {
        for (var round = 0; round < ROUNDS; round++) {
            var id = created(process(), round, ANN).id();
            var claims = atOnce(List.<Callable<Claim>> of(
                    () -> seize(process(), id, ANN).orElseThrow(),
                    () -> seize(process(), id, BOB).orElseThrow()));

            assertThat(claims).extracting(Claim::epoch).containsExactlyInAnyOrder(2L, 3L);
            for (var claim : claims) {
                assertThat(append(process(), claim, 1, 1)).isEqualTo(claim.epoch() == 3 ? Write.RECORDED : Write.FENCED);
            }
        }
    }

    @Test
    default void endAndCancelLeaveExactlyOneWinner() throws Exception {
        for (var round = 0; round < ROUNDS; round++) {
            var claim = created(process(), round, ANN);
            var ends = atOnce(List.<Callable<Boolean>> of(
                    () -> end(process(), claim, 1, Status.COMPLETED, false) == Write.RECORDED,
                    () -> cancel(claim)));

            assertThat(ends).containsExactlyInAnyOrder(true, false);
            var winner = ends.getFirst() ? Status.COMPLETED : Status.CANCELLED;
            assertThat(standing(process(), claim.id()).status()).isEqualTo(winner);
            assertThat(get(process().result(claim.id())).orElseThrow().status()).isEqualTo(winner);
            assertThat(standing(process(), claim.id()).head().seq()).isEqualTo(1);
        }
    }

    private boolean cancel(Claim claim) {
        return seize(process(), claim.id(), BOB)
                .filter(seized -> end(process(), seized, seized.seq() + 1, Status.CANCELLED, false) == Write.RECORDED)
                .isPresent();
    }

    @Test
    default void twoEndsOfTheSameClaimAreOne() throws Exception {
        for (var round = 0; round < ROUNDS; round++) {
            var claim = created(process(), round, ANN);
            var ends = atOnce(List.<Callable<Write>> of(
                    () -> end(process(), claim, 1, Status.COMPLETED, false),
                    () -> end(process(), claim, 1, Status.COMPLETED, false)));

            assertThat(ends).containsOnly(Write.RECORDED);
            assertThat(standing(process(), claim.id()).head().seq()).isEqualTo(1);
        }
    }

    @Test
    default void nothingIsAppendedAfterACancel() throws Exception {
        for (var round = 0; round < ROUNDS; round++) {
            var claim = created(process(), round, ANN);
            var recorded = atOnce(List.<Callable<Long>> of(
                    () -> appendUntilFenced(process(), claim),
                    () -> cancel(claim) ? 1L : 0L));

            assertThat(recorded.getLast()).isEqualTo(1);
            assertThat(standing(process(), claim.id()).head().seq()).isEqualTo(recorded.getFirst() + 1);
            var reader = follow(process(), claim.id(), Position.START, Long.MAX_VALUE).awaitCompletion(PATIENCE);
            assertThat(reader.getItems()).hasSize(recorded.getFirst().intValue() + 1);
            assertThat(reader.getLastItem().position().epoch()).isEqualTo(2);
        }
    }

    private long appendUntilFenced(Journal journal, Claim claim) {
        var seq = 1;
        while (append(journal, claim, seq, 1) == Write.RECORDED) {
            seq++;
        }
        return seq - 1;
    }

    @Test
    default void sameBatchSentTwiceAtOnceIsRecordedOnce() throws Exception {
        for (var round = 0; round < ROUNDS; round++) {
            var claim = created(process(), round, ANN);
            var batch = JournalFixture.batch(claim, 1, 2, Map.of(step(0), answer("blue")));
            var writes = atOnce(List.<Callable<Write>> of(
                    () -> get(process().append(claim, batch)),
                    () -> get(process().append(claim, batch))));

            assertThat(writes).containsOnly(Write.RECORDED);
            assertThat(standing(process(), claim.id()).head().seq()).isEqualTo(2);
        }
    }

    @Test
    default void readersMissNothingWhileEventsAreAppended() throws Exception {
        for (var round = 0; round < ROUNDS; round++) {
            var claim = created(process(), round, ANN);
            var counts = atOnce(List.<Callable<Integer>> of(
                    () -> appendAndEnd(process(), claim),
                    () -> read(process(), claim),
                    () -> read(process(), claim)));

            assertThat(counts).containsOnly(51);
        }
    }

    private int appendAndEnd(Journal journal, Claim claim) {
        IntStream.rangeClosed(1, 50).forEach(seq -> append(journal, claim, seq, 1));
        end(journal, claim, 51, Status.COMPLETED, false);
        return 51;
    }

    private int read(Journal journal, Claim claim) {
        var reader = follow(journal, claim.id(), Position.START, Long.MAX_VALUE).awaitCompletion(PATIENCE);
        var inOrder = IntStream.rangeClosed(1, 51).mapToObj(seq -> new Position(1, seq)).toList();
        assertThat(reader.getItems()).extracting(JournalEntry::position).isEqualTo(inOrder);
        return reader.getItems().size();
    }

    @Test
    default void reopeningAtOnceByTwoWaitsOnce() throws Exception {
        for (var round = 0; round < ROUNDS; round++) {
            var number = round;
            end(process(), created(process(), number, ANN), 1, Status.FAILED, true);
            var reopened = atOnce(List.<Callable<Boolean>> of(
                    () -> get(JournalFixture.reopened(process(), submission(number), Set.of())),
                    () -> get(JournalFixture.reopened(process(), submission(number), Set.of()))));

            assertThat(reopened).containsOnly(true);
            var claims = claim(process(), BOB, 5);
            assertThat(claims).extracting(Claim::epoch).containsExactly(3L);
            // else its lease may run out in a later round
            var last = claims.getFirst();
            assertThat(end(process(), last, last.seq() + 1, Status.FAILED, false)).isEqualTo(Write.RECORDED);
        }
    }

    @RepeatedTest(3)
    default void noWorkflowIsDrivenTwiceAndNothingIsLostUnderStress() throws Exception {
        new JournalStress(this).run();
    }
}
