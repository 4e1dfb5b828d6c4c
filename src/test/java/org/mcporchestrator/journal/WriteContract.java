package org.mcporchestrator.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mcporchestrator.journal.JournalFixture.answer;
import static org.mcporchestrator.journal.JournalFixture.fault;
import static org.mcporchestrator.journal.JournalFixture.step;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.mcporchestrator.journal.Journal.Notice;
import org.mcporchestrator.journal.Journal.Reopening;
import org.mcporchestrator.journal.Journal.Write;
import org.mcporchestrator.workflow.Stage;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.budget.Amount;
import org.mcporchestrator.workflow.budget.Spending;
import org.mcporchestrator.workflow.step.Outcome;
import org.mcporchestrator.workflow.step.StepId;

/** What drivers record: events, outcomes, progress, ends and reopenings. */
interface WriteContract extends JournalHarness {

    @Test
    default void appendedEventsMoveTheTipAndTheProgress() {
        var journal = process();
        var claim = created(journal, 1, ANN);

        assertThat(append(journal, claim, 1, 3)).isEqualTo(Write.RECORDED);

        var head = standing(process(), claim.id()).head();
        assertThat(head.tip()).isEqualTo(new Position(1, 3));
        assertThat(head.progress()).isEqualTo(JournalFixture.progress(Status.RUNNING));
    }

    @Test
    default void sameBatchAgainIsRecordedAlreadyAndChangesNothing() {
        var journal = process();
        var claim = created(journal, 1, ANN);
        var first = JournalFixture.batch(claim, 1, 2, Map.of(step(0), answer("blue")));
        var outcomeOnly = JournalFixture.batch(claim, 3, 0, Map.of(step(1), answer("red")));
        get(journal.append(claim, first));
        get(journal.append(claim, outcomeOnly));

        assertThat(get(journal.append(claim, first))).isEqualTo(Write.RECORDED);
        assertThat(append(journal, claim, 3, 1)).isEqualTo(Write.RECORDED);
        assertThat(get(journal.append(claim, first))).isEqualTo(Write.RECORDED);
        assertThat(get(journal.append(claim, outcomeOnly))).isEqualTo(Write.RECORDED);

        var reader = follow(journal, claim.id(), Position.START, Long.MAX_VALUE);
        assertThat(positions(reader, 3)).containsExactly("1-1", "1-2", "1-3");
        assertThat(get(journal.history(claim.id())).outcomes()).hasSize(2);
    }

    @Test
    default void batchThatDoesNotContinueTheTipIsRefused() {
        var journal = process();
        var claim = created(journal, 1, ANN);
        append(journal, claim, 1, 2);

        assertThat(append(journal, claim, 4, 1)).as("gap").isEqualTo(Write.FENCED);
        assertThat(append(journal, claim, 2, 2)).as("overlap").isEqualTo(Write.FENCED);
        assertThat(get(journal.append(claim, JournalFixture.lastEvent(claim, 2)))).as("other event").isEqualTo(Write.FENCED);
        assertThat(record(journal, claim, 2, Map.of(step(0), answer("new")))).as("new outcome").isEqualTo(Write.FENCED);
        assertThat(end(journal, claim, 4, Status.COMPLETED, false)).as("end behind a gap").isEqualTo(Write.FENCED);

        assertThat(standing(journal, claim.id()).head().seq()).isEqualTo(2);
        assertThat(get(journal.history(claim.id())).outcomes()).isEmpty();
        assertThat(append(journal, claim, 3, 1)).isEqualTo(Write.RECORDED);
    }

    @Test
    default void staleClaimIsFencedAndRecordsNothing() {
        var journal = process();
        var stale = created(journal, 1, ANN);
        var batch = JournalFixture.batch(stale, 1, 1, Map.of(step(0), answer("blue")));
        get(journal.append(stale, batch));
        passLease();
        claim(process(), BOB, 1);

        assertThat(record(journal, stale, 2, Map.of(step(1), answer("red")))).isEqualTo(Write.FENCED);
        assertThat(get(journal.append(stale, batch))).as("repeat, too late").isEqualTo(Write.FENCED);
        assertThat(end(journal, stale, 2, Status.COMPLETED, false)).isEqualTo(Write.FENCED);

        assertThat(get(journal.history(stale.id())).outcomes()).containsOnlyKeys(step(0));
        assertThat(standing(journal, stale.id()).status()).isEqualTo(Status.RUNNING);
    }

    @Test
    default void firstOutcomeOfAStepStands() {
        var journal = process();
        var claim = created(journal, 1, ANN);
        record(journal, claim, 1, Map.of(step(0), answer("first")));

        record(journal, claim, 2, Map.of(step(0), answer("second"), step(1), fault()));

        assertThat(get(journal.history(claim.id())).outcomes())
                .isEqualTo(Map.of(step(0), answer("first"), step(1), fault()));
    }

    @Test
    default void statusOnlyMovesForward() {
        var journal = process();
        var claim = created(journal, 1, ANN);
        append(journal, claim, 1, 1);
        var back = new Progress(Status.PENDING, Stage.DRUMMER, 4, 2, 1, BigDecimal.TEN, Optional.empty());

        get(journal.append(claim, new Batch(2, List.of(), JournalFixture.outcomes(Map.of()), back)));

        assertThat(standing(journal, claim.id()).head().progress())
                .isEqualTo(new Progress(Status.RUNNING, Stage.DRUMMER, 4, 2, 1, BigDecimal.TEN, Optional.empty()));
    }

    @Test
    default void whatIsReservedIsThereForTheNextDriverAndAfterAReopening() {
        var journal = process();
        var claim = created(journal, 1, ANN);
        var spending = new Spending(new Amount(new BigDecimal("0.25"), 30), new Amount(new BigDecimal("0.015"), 1_200),
                new Amount(new BigDecimal("1.5"), 9_000_000_000L));
        var progress = new Progress(Status.RUNNING, Stage.AGENTS, 3, 1, 0, new BigDecimal("0.25"), Optional.of(Instant.EPOCH),
                Optional.of(spending));

        get(journal.append(claim, new Batch(1, List.of(), JournalFixture.outcomes(Map.of()), progress)));
        passLease();
        var next = claim(process(), BOB, 1).getFirst();

        assertThat(get(process().history(claim.id())).standing().head().progress()).isEqualTo(progress);
        get(journal.end(next,
                new Batch(1, JournalFixture.lastEvent(next, 1).events(), JournalFixture.outcomes(Map.of()), progress),
                JournalFixture.result(next.id(), Status.COMPLETED, now()), true));
        get(JournalFixture.reopened(journal, submission(1), Set.of()));
        assertThat(standing(journal, claim.id()).head().progress().spending()).hasValue(spending);
    }

    @Test
    default void historyHasAllOutcomesInTheOrderTheyWereRecorded() {
        var journal = process();
        var claim = created(journal, 1, ANN);
        for (var index : List.of(5, 3, 9)) {
            var outcomes = new LinkedHashMap<StepId, Outcome>();
            outcomes.put(step(index), answer("answer " + index));
            outcomes.put(step(index + 1), fault());
            var seq = standing(journal, claim.id()).head().seq() + 1;
            get(journal.append(claim, JournalFixture.batch(claim, seq, 1, outcomes)));
        }
        passLease();
        claim(process(), BOB, 1);

        var history = get(process().history(claim.id()));

        assertThat(history.outcomes().keySet()).containsExactly(step(5), step(6), step(3), step(4), step(9), step(10));
        assertThat(history.standing().head().tip()).isEqualTo(new Position(2, 3));
        assertThat(history.workflow().submission()).isEqualTo(submission(1));
    }

    @Test
    default void endedWorkflowHasItsResultAndNoOwner() {
        var journal = process();
        var claim = created(journal, 1, ANN);
        assertThat(get(journal.result(claim.id()))).isEmpty();

        assertThat(end(journal, claim, 1, Status.FAILED, false)).isEqualTo(Write.RECORDED);

        var head = standing(process(), claim.id()).head();
        assertThat(head.owner()).isEmpty();
        assertThat(head.error()).contains("no");
        assertThat(head.completedAt()).contains(now());
        assertThat(head.progress().status()).isEqualTo(Status.FAILED);
        assertThat(get(process().result(claim.id()))).contains(JournalFixture.result(claim.id(), Status.FAILED, now()));
    }

    @Test
    default void outcomesAreKeptBesideTheResultOnlyForAReopening() {
        var journal = process();
        var kept = created(journal, 1, ANN);
        var dropped = created(journal, 2, ANN);
        record(journal, kept, 1, Map.of(step(0), answer("blue")));
        record(journal, dropped, 1, Map.of(step(0), answer("blue")));

        end(journal, kept, 2, Status.FAILED, true);
        end(journal, dropped, 2, Status.FAILED, false);

        assertThat(get(journal.history(kept.id())).outcomes()).containsOnlyKeys(step(0));
        assertThat(get(journal.history(dropped.id())).outcomes()).isEmpty();
    }

    @Test
    default void endAgainByTheSameClaimIsRecordedAlreadyAndTheFirstStands() {
        var journal = process();
        var claim = created(journal, 1, ANN);
        end(journal, claim, 1, Status.COMPLETED, false);

        assertThat(end(journal, claim, 1, Status.COMPLETED, false)).isEqualTo(Write.RECORDED);
        assertThat(end(journal, claim, 1, Status.CANCELLED, false)).isEqualTo(Write.RECORDED);

        assertThat(standing(journal, claim.id()).status()).isEqualTo(Status.COMPLETED);
        assertThat(standing(journal, claim.id()).head().seq()).isEqualTo(1);
    }

    @Test
    default void endedWorkflowIsFinal() {
        var journal = process();
        var claim = created(journal, 1, ANN);
        end(journal, claim, 1, Status.COMPLETED, false);
        passLease();

        assertThat(append(journal, claim, 2, 1)).isEqualTo(Write.FENCED);
        assertThat(seize(journal, claim.id(), BOB)).isEmpty();
        assertThat(claim(journal, BOB, 5)).isEmpty();
        assertThat(get(JournalFixture.reopened(journal, submission(1), Set.of()))).isFalse();
        get(journal.release(List.of(claim)));

        assertThat(claim(journal, BOB, 5)).isEmpty();
        assertThat(standing(journal, claim.id()).head().tip()).isEqualTo(new Position(1, 1));
    }

    @Test
    default void writesToAnUnknownWorkflowFail() {
        var journal = process();
        var claim = new Claim(JournalFixture.id(1), ANN, 1, 0, 0);
        var result = JournalFixture.result(claim.id(), Status.FAILED, now());

        assertUnknown(journal.append(claim, JournalFixture.events(claim, 1, 1)));
        assertUnknown(journal.end(claim, JournalFixture.lastEvent(claim, 1), result, false));
        assertUnknown(JournalFixture.reopened(journal, submission(1), Set.of()));
        assertUnknown(journal.history(claim.id()));
    }

    @Test
    default void reopenedWorkflowWaitsWithItsOutcomesUnderANewEpoch() {
        var journal = process();
        var claim = created(journal, 1, ANN);
        record(journal, claim, 1, Map.of(step(0), answer("blue")));
        record(journal, claim, 2, Map.of(step(1), fault()));
        end(journal, claim, 3, Status.FAILED, true);
        var changed = JournalFixture.reworded(submission(1));

        assertThat(get(JournalFixture.reopened(process(), changed, Set.of(step(1))))).isTrue();

        var standing = standing(journal, claim.id());
        assertThat(standing.submission()).isEqualTo(changed);
        assertThat(standing.status()).isEqualTo(Status.PENDING);
        assertThat(standing.head().completedAt()).isEmpty();
        assertThat(standing.head().error()).isEmpty();
        assertThat(standing.head().tip()).isEqualTo(new Position(2, 3));
        assertThat(get(journal.result(claim.id()))).isEmpty();
        assertThat(get(journal.history(claim.id())).outcomes()).containsOnlyKeys(step(0));
        assertThat(end(journal, claim, 3, Status.FAILED, true)).as("repeat, too late").isEqualTo(Write.FENCED);
        var next = claim(process(), BOB, 1).getFirst();
        assertThat(next).isEqualTo(new Claim(claim.id(), BOB, 3, 3, 0));
        assertThat(end(journal, next, 4, Status.COMPLETED, false)).isEqualTo(Write.RECORDED);
    }

    @Test
    default void reopeningAgainAnswersTheSameAndChangesNothing() {
        var journal = process();
        end(journal, created(journal, 1, ANN), 1, Status.FAILED, true);
        get(JournalFixture.reopened(journal, submission(1), Set.of()));
        var claim = claim(journal, BOB, 1).getFirst();

        assertThat(get(JournalFixture.reopened(journal, submission(1), Set.of()))).isTrue();
        assertThat(get(JournalFixture.reopened(journal, JournalFixture.reworded(submission(1)), Set.of()))).isFalse();

        assertThat(append(journal, claim, 2, 1)).isEqualTo(Write.RECORDED);
    }

    /** What was decided for one end must not be done to another one, nor undo what somebody else has decided meanwhile. */
    @Test
    default void workflowThatWentOnAndEndedAgainIsNotReopenedForTheEndBefore() {
        var journal = process();
        end(journal, created(journal, 1, ANN), 1, Status.FAILED, true);
        var seen = standing(journal, submission(1).id()).head().tip();
        get(JournalFixture.reopened(process(), submission(1), Set.of()));
        var again = claim(journal, BOB, 1).getFirst();
        record(journal, again, 2, Map.of(step(0), answer("blue")));
        end(journal, again, 3, Status.FAILED, true);

        assertThat(get(journal.reopen(JournalFixture.reworded(submission(1)), seen, Set.of(step(0)))))
                .isEqualTo(Reopening.CHANGED);

        var standing = standing(journal, submission(1).id());
        assertThat(standing.submission()).isEqualTo(submission(1));
        assertThat(standing.status()).isEqualTo(Status.FAILED);
        assertThat(get(journal.result(submission(1).id()))).isPresent();
        assertThat(get(journal.past(submission(1).id())).outcomes()).containsOnlyKeys(step(0));
    }

    /** Whoever looked before it ended has not seen which steps lack something. */
    @Test
    default void workflowThatEndedMeanwhileIsNotReopenedForHowItStoodBefore() {
        var journal = process();
        var claim = created(journal, 1, ANN);
        var seen = standing(journal, claim.id()).head().tip();
        end(journal, claim, 1, Status.FAILED, true);

        assertThat(get(journal.reopen(submission(1), seen, Set.of()))).isEqualTo(Reopening.CHANGED);
    }

    @Test
    default void refusedReopeningsSayWhy() {
        var journal = process();
        var claim = created(journal, 1, ANN);
        var tip = claim.epoch() + "-1";

        assertThat(get(journal.reopen(submission(1), Position.parse(tip).orElseThrow(), Set.of())))
                .isEqualTo(Reopening.ACTIVE);
        end(journal, claim, 1, Status.COMPLETED, false);
        assertThat(get(journal.reopen(submission(1), Position.parse(tip).orElseThrow(), Set.of())))
                .isEqualTo(Reopening.FINAL);
    }

    @Test
    default void workflowThatHasNotEndedIsNotReopened() {
        var journal = process();
        var claim = created(journal, 1, ANN);

        assertThat(get(JournalFixture.reopened(journal, submission(1), Set.of()))).isFalse();

        assertThat(append(journal, claim, 1, 1)).isEqualTo(Write.RECORDED);
    }

    @Test
    default void endedWorkflowIsRemovedWithEveryTrace() {
        var journal = process();
        end(journal, created(journal, 1, ANN), 1, Status.COMPLETED, false);

        assertThat(get(journal.remove(submission(1).id()))).isTrue();

        assertThat(get(process().find(submission(1).id()))).isEmpty();
        assertThat(get(process().result(submission(1).id()))).isEmpty();
        assertUnknown(journal.remove(submission(1).id()));
    }

    @Test
    default void workflowThatHasNotEndedIsNotRemoved() {
        var journal = process();
        var claim = created(journal, 1, ANN);

        assertThat(get(journal.remove(submission(1).id()))).isFalse();

        assertThat(append(journal, claim, 1, 1)).isEqualTo(Write.RECORDED);
    }

    @Test
    default void othersAreToldThatAnEndIsNoMore() {
        var journal = process();
        end(journal, created(journal, 1, ANN), 1, Status.FAILED, true);
        end(journal, created(journal, 2, ANN), 1, Status.COMPLETED, false);
        var notices = listen(process());

        get(JournalFixture.reopened(journal, submission(1), Set.of()));
        get(journal.remove(submission(2).id()));

        assertThat(notices.awaitItems(3, PATIENCE).getItems()).containsExactly(new Notice.Revoked(submission(1).id()),
                new Notice.Waiting(), new Notice.Revoked(submission(2).id()));
    }
}
