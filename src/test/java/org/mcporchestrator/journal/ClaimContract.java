package org.mcporchestrator.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.mcporchestrator.journal.Head.Arrival;
import org.mcporchestrator.journal.Journal.Backlog;
import org.mcporchestrator.journal.Journal.Creation;
import org.mcporchestrator.journal.Journal.Notice;
import org.mcporchestrator.journal.Journal.Write;
import org.mcporchestrator.journal.Lease.Patience;
import org.mcporchestrator.journal.admission.Admission;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.Submission;

/** Who drives a workflow: creation, claims, leases, takeover, hand-over. */
interface ClaimContract extends JournalHarness {

    @Test
    default void workflowCreatedWithALeaseIsClaimedAtOnce() {
        var journal = process();

        var creation = get(journal.create(submission(1), Optional.of(lease(ANN))));

        assertThat(creation).isEqualTo(new Creation.Claimed(new Claim(JournalFixture.id(1), ANN, 1, 0, 0)));
        assertThat(standing(journal, JournalFixture.id(1)))
                .isEqualTo(new Standing(submission(1),
                        new Head(Optional.of(ANN), 1, 0, Progress.NONE, false, Optional.empty(), Optional.empty())));
        assertThat(claim(journal, BOB, 5)).isEmpty();
    }

    @Test
    default void workflowCreatedWithoutALeaseWaitsForADriver() {
        var journal = process();

        assertThat(get(journal.create(submission(1), Optional.empty()))).isEqualTo(new Creation.Queued());

        assertThat(standing(journal, JournalFixture.id(1)).head())
                .isEqualTo(new Head(Optional.empty(), 0, 0, Progress.NONE, false, Optional.empty(), Optional.empty()));
        assertThat(claim(journal, BOB, 5)).containsExactly(new Claim(JournalFixture.id(1), BOB, 1, 0, 0));
    }

    @Test
    default void repeatedCreationAnswersAsTheFirstTimeAndChangesNothing() {
        var journal = process();
        var claim = created(journal, 1, ANN);
        append(journal, claim, 1, 2);
        queued(journal, 2);

        var again = get(journal.create(submission(1), Optional.of(lease(ANN))));
        var queuedAgain = get(journal.create(submission(2), Optional.empty()));

        assertThat(again).isEqualTo(new Creation.Claimed(claim));
        assertThat(queuedAgain).isEqualTo(new Creation.Queued());
        assertThat(standing(journal, claim.id()).head().seq()).isEqualTo(2);
        assertThat(append(journal, claim, 3, 1)).isEqualTo(Write.RECORDED);
        assertThat(claim(journal, BOB, 5)).hasSize(1);
    }

    @Test
    default void creationUnderATakenIdIsADuplicateAndChangesNothing() {
        var journal = process();
        var claim = created(journal, 1, ANN);

        assertThat(get(process().create(submission(1), Optional.of(lease(BOB))))).isEqualTo(new Creation.Duplicate(claim.id()));
        assertThat(get(process().create(JournalFixture.reworded(submission(1)), Optional.empty())))
                .isEqualTo(new Creation.Duplicate(claim.id()));

        assertThat(standing(journal, claim.id()).submission()).isEqualTo(submission(1));
        assertThat(standing(journal, claim.id()).head().owner()).contains(ANN);
    }

    @Test
    default void noMoreWaitThanMayAndOthersAreStillClaimedAtOnce() {
        var journal = process();
        var two = new Admission(2, Optional.empty());
        queued(journal, 1);
        assertThat(get(journal.create(submission(2), Optional.empty(), two))).isEqualTo(new Creation.Queued());

        assertThat(get(process().create(submission(3), Optional.empty(), two))).isEqualTo(new Creation.Full());

        assertThat(get(journal.find(JournalFixture.id(3)))).isEmpty();
        assertThat(get(journal.create(submission(2), Optional.empty(), two))).isEqualTo(new Creation.Queued());
        assertThat(get(journal.create(submission(4), Optional.of(lease(ANN)), two)))
                .isInstanceOf(Creation.Claimed.class);
        claim(journal, ANN, 1);
        assertThat(get(journal.create(submission(3), Optional.empty(), two))).isEqualTo(new Creation.Queued());
    }

    @Test
    default void backlogTellsHowManyWaitAndTheOldestOfThem() {
        var journal = process();
        assertThat(get(journal.backlog())).isEqualTo(Backlog.NONE);
        created(journal, 1, ANN);
        for (var priority = 0; priority < 10; priority++) {
            get(journal.create(JournalFixture.submission(100 - priority, priority), Optional.empty()));
        }

        assertThat(get(process().backlog()))
                .isEqualTo(new Backlog(10, Optional.of(JournalFixture.START.plusSeconds(91))));
        claim(journal, ANN, 9);
        assertThat(get(process().backlog()))
                .isEqualTo(new Backlog(1, Optional.of(JournalFixture.START.plusSeconds(100))));
    }

    @Test
    default void oldestAreClaimedFirstAndOnlyAsManyAsAskedFor() {
        var journal = process();
        List.of(3, 1, 2).forEach(number -> queued(journal, number));

        var first = claim(journal, ANN, 2);
        var rest = claim(process(), BOB, 2);

        assertThat(first).extracting(Claim::id).containsExactly(JournalFixture.id(1), JournalFixture.id(2));
        assertThat(rest).extracting(Claim::id).containsExactly(JournalFixture.id(3));
        assertThat(claim(journal, ANN, 0)).isEmpty();
    }

    @Test
    default void highestPriorityIsClaimedFirstAndThenTheOldest() {
        var journal = process();
        var priorities = List.of(0, 5, 9, 5, 0, 9, 4);
        for (var index = 0; index < priorities.size(); index++) {
            get(journal.create(JournalFixture.submission(20 - index, priorities.get(index)), Optional.empty()));
        }

        var order = Stream.generate(() -> claim(process(), ANN, 2)).takeWhile(claims -> !claims.isEmpty())
                .flatMap(List::stream).map(claim -> standing(journal, claim.id()).submission()).toList();

        assertThat(order).extracting(submission -> submission.config().common().priority().value())
                .containsExactly(9, 9, 5, 5, 4, 0, 0);
        assertThat(order).extracting(Submission::id)
                .containsExactlyElementsOf(Stream.of(15, 18, 17, 19, 14, 16, 20).map(JournalFixture::id).toList());
    }

    @Test
    default void priorityHoldsAfterAReleaseATakeoverAndAReopening() {
        var journal = process();
        var released = urgent(journal, 7, 8);
        var overdue = urgent(journal, 8, 9);
        var reopened = urgent(journal, 9, 7);
        end(journal, reopened, 1, Status.FAILED, true);
        get(JournalFixture.reopened(journal, JournalFixture.submission(9, 7), Set.of()));
        queued(journal, 1);
        passLease();
        get(journal.renew(lease(ANN), List.of(released)));
        get(journal.release(List.of(released)));

        assertThat(claim(process(), BOB, 3)).extracting(Claim::id).containsExactly(overdue.id(), released.id(), reopened.id());
    }

    @Test
    default void overdueAndWaitingAreClaimedTogetherOldestFirst() {
        var journal = process();
        created(journal, 2, ANN);
        passLease();
        List.of(3, 1).forEach(number -> queued(journal, number));

        assertThat(claim(journal, BOB, 5)).extracting(Claim::id)
                .containsExactly(JournalFixture.id(1), JournalFixture.id(2), JournalFixture.id(3));
    }

    @Test
    default void renewedClaimIsNotOverdue() {
        var journal = process();
        var claim = created(journal, 1, ANN);
        passLease();

        assertThat(get(journal.renew(lease(ANN), List.of(claim)))).isEmpty();

        assertThat(claim(process(), BOB, 5)).isEmpty();
        assertThat(append(journal, claim, 1, 1)).isEqualTo(Write.RECORDED);
    }

    @Test
    default void renewTellsWhichClaimsAreLost() {
        var journal = process();
        var mine = created(journal, 1, ANN);
        var seized = created(journal, 2, ANN);
        var ended = created(journal, 3, ANN);
        var released = created(journal, 4, ANN);
        var unknown = new Claim(JournalFixture.id(5), ANN, 1, 0, 0);
        seize(process(), seized.id(), BOB);
        end(journal, ended, 1, Status.COMPLETED, false);
        get(journal.release(List.of(released)));

        var lost = get(journal.renew(lease(ANN), List.of(mine, seized, ended, released, unknown)));

        assertThat(lost).isEqualTo(Set.of(seized.id(), ended.id(), released.id(), unknown.id()));
        assertThat(standing(journal, released.id()).head().owner()).isEmpty();
    }

    @Test
    default void overdueClaimIsTakenOverUnderAHigherEpoch() {
        var journal = process();
        var vanished = created(journal, 1, ANN);
        append(journal, vanished, 1, 2);
        passLease();

        assertThat(claim(process(), BOB, 5)).containsExactly(new Claim(vanished.id(), BOB, 2, 2, 1));

        assertThat(standing(journal, vanished.id()).head().tip()).isEqualTo(new Position(2, 2));
    }

    @Test
    default void takeoversInARowAreCountedUntilAnOutcomeIsRecorded() {
        var journal = process();
        created(journal, 1, ANN);
        passLease();
        var second = claim(journal, BOB, 1).getFirst();
        passLease();
        var third = claim(journal, ANN, 1).getFirst();
        record(journal, third, 1, Map.of(JournalFixture.step(0), JournalFixture.fault()));
        passLease();
        var fourth = claim(journal, BOB, 1).getFirst();
        passLease();
        var fifth = claim(journal, ANN, 1).getFirst();

        assertThat(List.of(second, third, fourth, fifth)).extracting(Claim::takeovers).containsExactly(1, 2, 0, 1);
        assertThat(List.of(second, third, fourth, fifth)).extracting(Claim::epoch).containsExactly(2L, 3L, 4L, 5L);
    }

    @Test
    default void outcomeThatIsKnownAlreadyDoesNotResetTheTakeovers() {
        var journal = process();
        var outcome = Map.of(JournalFixture.step(0), JournalFixture.answer("blue"));
        record(journal, created(journal, 1, ANN), 1, outcome);
        passLease();
        var second = claim(journal, BOB, 1).getFirst();
        record(journal, second, 2, outcome);
        passLease();

        assertThat(claim(journal, ANN, 1).getFirst().takeovers()).isEqualTo(1);
    }

    /** The answer was lost: nobody has driven the workflow, so it cannot be what ended a driver. */
    @Test
    default void claimOfWhichItsOwnerNeverHeardDoesNotCount() {
        var journal = process();
        queued(journal, 1);
        get(journal.create(submission(2), Optional.of(lease(ANN))));
        for (var lost = 0; lost < 6; lost++) {
            passLease();
            get(process().claim(lease(lost % 2 == 0 ? ANN : BOB), 5));
        }
        passLease();

        assertThat(claim(journal, CARL, 5)).hasSize(2).extracting(Claim::takeovers).containsOnly(0);
        assertThat(standing(journal, JournalFixture.id(1)).head().arrival()).isEqualTo(Arrival.FIRST);
    }

    @Test
    default void lostClaimBetweenTwoVanishedDriversChangesNothing() {
        var journal = process();
        created(journal, 1, ANN);
        passLease();
        get(process().claim(lease(BOB), 5));
        passLease();
        var second = claim(journal, CARL, 1).getFirst();
        append(journal, second, 1, 1);
        passLease();

        assertThat(second.takeovers()).isEqualTo(1);
        assertThat(claim(journal, BOB, 1)).extracting(Claim::takeovers).containsExactly(2);
    }

    @Test
    default void releaseNeitherCountsAsATakeoverNorForgetsThem() {
        var journal = process();
        created(journal, 1, ANN);
        passLease();
        get(journal.release(claim(journal, BOB, 1)));
        var afterRelease = claim(journal, ANN, 1).getFirst();
        record(journal, afterRelease, 1, Map.of(JournalFixture.step(0), JournalFixture.answer("blue")));
        get(journal.release(List.of(afterRelease)));

        assertThat(afterRelease).isEqualTo(new Claim(JournalFixture.id(1), ANN, 3, 0, 1));
        assertThat(claim(journal, BOB, 1)).extracting(Claim::takeovers).containsExactly(0);
    }

    @Test
    default void suspectWaitsAfterItsDriverVanishedAndOthersDoNot() {
        var journal = process();
        created(journal, 1, ANN);
        vanishingDrivers(journal, 2);
        created(journal, 2, ANN);
        passLease();

        var atOnce = get(journal.claim(new Lease(BOB, Duration.ofMinutes(1)), 5));
        passLease();
        var afterAWhile = claim(journal, BOB, 5);

        assertThat(atOnce).extracting(Claim::id).containsExactly(JournalFixture.id(2));
        assertThat(afterAWhile).containsExactly(new Claim(JournalFixture.id(1), BOB, 4, 0, 3));
    }

    @Test
    default void processDrivesOneSuspectAtATimeUntilItHasANewOutcome() {
        var journal = process();
        List.of(1, 2, 3).forEach(number -> created(journal, number, ANN));
        vanishingDrivers(journal, 2);
        passLease();
        passLease();
        var suspects = IntStream.rangeClosed(1, 3).mapToObj(driver -> new Owner("driver-" + driver))
                .flatMap(driver -> claim(process(), driver, 5).stream()).toList();
        get(journal.release(suspects));
        var lasting = new Lease(BOB, Duration.ofMinutes(1));

        var first = get(journal.claim(lasting, 5));
        var elsewhere = get(process().claim(new Lease(ANN, Duration.ofMinutes(1)), 5));
        var second = get(journal.claim(lasting, 5));
        record(journal, first.getFirst(), 1, Map.of(JournalFixture.step(0), JournalFixture.answer("blue")));
        var third = get(journal.claim(lasting, 5));

        assertThat(suspects).hasSize(3).extracting(Claim::takeovers).containsOnly(3);
        assertThat(first).extracting(Claim::id).containsExactly(JournalFixture.id(1));
        assertThat(elsewhere).extracting(Claim::id).containsExactly(JournalFixture.id(2));
        assertThat(second).isEmpty();
        assertThat(third).extracting(Claim::id).containsExactly(JournalFixture.id(3));
    }

    @Test
    default void workflowThatCannotEvenBeEndedIsLeftAloneAfterAFewAttempts() {
        var journal = process();
        var impatient = new Lease(BOB, leaseLength(), new Patience(1, 1));
        created(journal, 1, ANN);

        for (var takeovers = 1; takeovers <= Patience.ENDINGS; takeovers++) {
            passLease();
            assertThat(claim(journal, impatient, 5)).extracting(Claim::takeovers).containsExactly(takeovers);
        }
        passLease();

        assertThat(get(journal.claim(impatient, 5))).isEmpty();
        assertThat(standing(journal, JournalFixture.id(1)).status()).isEqualTo(Status.PENDING);
    }

    @Test
    default void successorFreesWhatItsPredecessorDroveAndNothingElse() {
        var journal = process();
        get(journal.succeed(lease(ANN), "host/0.0.0.0:5060"));
        get(journal.succeed(lease(BOB), "host/0.0.0.0:5061"));
        var predecessors = created(journal, 1, ANN);
        var anothers = created(journal, 2, BOB);
        var notices = listen(process());

        var freed = get(process().succeed(lease(CARL), "host/0.0.0.0:5060"));
        var claims = claim(process(), CARL, 5);

        assertThat(freed).isEqualTo(1);
        assertThat(claims).containsExactly(new Claim(predecessors.id(), CARL, 2, 0, 1));
        assertThat(arrival(journal, predecessors)).isEqualTo(Arrival.RESTART);
        assertThat(append(journal, predecessors, 1, 1)).isEqualTo(Write.FENCED);
        assertThat(append(journal, anothers, 1, 1)).isEqualTo(Write.RECORDED);
        assertThat(notices.awaitItems(2, PATIENCE).getItems())
                .containsExactly(new Notice.Waiting(), new Notice.Begun(predecessors.id()));
    }

    @Test
    default void processThatHasNoPredecessorOrAsksAgainFreesNothing() {
        var journal = process();
        var claim = created(journal, 1, ANN);

        assertThat(get(journal.succeed(lease(ANN), "host/0.0.0.0:5060"))).isZero();
        assertThat(get(journal.succeed(lease(ANN), "host/0.0.0.0:5060"))).isZero();
        assertThat(get(journal.succeed(lease(BOB), "other/0.0.0.0:5060"))).isZero();

        assertThat(append(journal, claim, 1, 1)).isEqualTo(Write.RECORDED);
    }

    @Test
    default void processThatRemainsTakesNothingFromItsSuccessor() {
        var journal = process();
        get(journal.succeed(lease(ANN), "host/0.0.0.0:5060"));
        get(journal.succeed(lease(BOB), "host/0.0.0.0:5060"));
        var claim = created(journal, 1, BOB);

        get(journal.remain(lease(ANN), "host/0.0.0.0:5060"));

        assertThat(append(journal, claim, 1, 1)).isEqualTo(Write.RECORDED);
        assertThat(get(journal.succeed(lease(CARL), "host/0.0.0.0:5060"))).isEqualTo(1);
    }

    @Test
    default void suspectOfAPredecessorWaitsLikeAnyOther() {
        var journal = process();
        get(journal.succeed(lease(ANN), "host/0.0.0.0:5060"));
        created(journal, 1, ANN);
        vanishingDrivers(journal, 2);

        assertThat(get(process().succeed(lease(CARL), "host/0.0.0.0:5060"))).isEqualTo(1);

        assertThat(get(journal.claim(new Lease(CARL, Duration.ofMinutes(1)), 5))).isEmpty();
        passLease();
        assertThat(claim(journal, CARL, 5)).extracting(Claim::takeovers).containsExactly(3);
    }

    @Test
    default void headTellsHowAWorkflowCameToItsDriver() {
        var journal = process();
        var first = created(journal, 1, ANN);
        assertThat(arrival(journal, first)).isEqualTo(Arrival.FIRST);

        passLease();
        var takenOver = claim(journal, BOB, 1).getFirst();
        assertThat(arrival(journal, first)).isEqualTo(Arrival.TAKEOVER);

        get(journal.release(List.of(takenOver)));
        var handedOver = claim(journal, ANN, 1).getFirst();
        assertThat(arrival(journal, first)).isEqualTo(Arrival.HAND_OVER);

        end(journal, handedOver, 1, Status.FAILED, true);
        get(JournalFixture.reopened(journal, submission(1), Set.of()));
        claim(journal, BOB, 1);
        assertThat(arrival(journal, first)).isEqualTo(Arrival.REOPENED);
    }

    private Arrival arrival(Journal journal, Claim claim) {
        return standing(journal, claim.id()).head().arrival();
    }

    /** All workflows there are, are taken over so many times, and the last driver does not renew either. */
    private void vanishingDrivers(Journal journal, int times) {
        for (var takeover = 1; takeover <= times; takeover++) {
            passLease();
            claim(journal, takeover % 2 == 0 ? ANN : BOB, 5);
        }
    }

    @Test
    default void lateOwnerThatReturnsBeforeAnybodyTookItKeepsItsClaim() {
        var journal = process();
        var late = created(journal, 1, ANN);
        passLease();

        assertThat(append(journal, late, 1, 1)).isEqualTo(Write.RECORDED);
        assertThat(get(journal.renew(lease(ANN), List.of(late)))).isEmpty();

        assertThat(claim(process(), BOB, 1)).isEmpty();
        assertThat(end(journal, late, 2, Status.COMPLETED, false)).isEqualTo(Write.RECORDED);
    }

    @Test
    default void seizedWorkflowHasANewDriverAndTheOldOneIsFenced() {
        var journal = process();
        var before = created(journal, 1, ANN);
        append(journal, before, 1, 1);

        var seized = seize(process(), before.id(), BOB).orElseThrow();

        assertThat(seized).isEqualTo(new Claim(before.id(), BOB, 2, 1, 0));
        assertThat(append(journal, before, 2, 1)).isEqualTo(Write.FENCED);
        assertThat(end(journal, before, 2, Status.COMPLETED, false)).isEqualTo(Write.FENCED);
        assertThat(get(journal.renew(lease(ANN), List.of(before)))).containsExactly(before.id());
        assertThat(append(journal, seized, 2, 1)).isEqualTo(Write.RECORDED);
    }

    @Test
    default void seizedWorkflowIsMarkedForWhoeverDrivesItNext() {
        var journal = process();
        var before = created(journal, 1, ANN);

        seize(process(), before.id(), BOB);
        passLease();
        var next = claim(journal, ANN, 1).getFirst();

        assertThat(next.epoch()).isEqualTo(3);
        assertThat(get(journal.history(before.id())).standing().head().cancelRequested()).isTrue();
    }

    @Test
    default void ownerThatSeizesItsOwnWorkflowFencesItsFormerClaim() {
        var journal = process();
        var before = created(journal, 1, ANN);

        var seized = seize(journal, before.id(), ANN).orElseThrow();

        assertThat(append(journal, before, 1, 1)).isEqualTo(Write.FENCED);
        assertThat(append(journal, seized, 1, 1)).isEqualTo(Write.RECORDED);
    }

    @Test
    default void waitingWorkflowCanBeSeizedButNoEndedOrUnknownOne() {
        var journal = process();
        var waiting = queued(journal, 1);
        var ended = ended(journal, 2, now());

        assertThat(seize(journal, waiting, BOB)).contains(new Claim(waiting, BOB, 1, 0, 0));
        assertThat(seize(journal, ended, BOB)).isEmpty();
        assertUnknown(journal.seize(JournalFixture.id(3), lease(BOB)));
        assertThat(claim(journal, ANN, 5)).isEmpty();
    }

    @Test
    default void releasedWorkflowCanBeClaimedByOthersAndTheOldClaimIsFenced() {
        var journal = process();
        var before = created(journal, 1, ANN);

        get(journal.release(List.of(before)));

        assertThat(append(journal, before, 1, 1)).isEqualTo(Write.FENCED);
        assertThat(claim(process(), BOB, 1)).containsExactly(new Claim(before.id(), BOB, 2, 0, 0));
    }

    @Test
    default void releaseOfAClaimThatIsNoLongerValidIsPassedOver() {
        var journal = process();
        var before = created(journal, 1, ANN);
        var seized = seize(journal, before.id(), BOB).orElseThrow();

        get(journal.release(List.of(before, new Claim(JournalFixture.id(9), ANN, 1, 0, 0))));

        assertThat(append(journal, seized, 1, 1)).isEqualTo(Write.RECORDED);
        assertThat(claim(journal, ANN, 5)).isEmpty();
    }

    @Test
    default void formerDriverIsToldThatItsWorkflowWasTaken() {
        var journal = process();
        var notices = listen(process());
        var seized = created(journal, 1, ANN);
        var overdue = created(journal, 2, ANN);
        seize(journal, seized.id(), ANN);
        seize(journal, seized.id(), BOB);
        passLease();
        get(journal.renew(lease(BOB), List.of(new Claim(seized.id(), BOB, 3, 0, 0))));
        claim(journal, BOB, 5);

        assertThat(notices.awaitItems(2, PATIENCE).getItems())
                .containsExactly(new Notice.Taken(seized.id(), ANN), new Notice.Taken(overdue.id(), ANN));
    }

    /** Every process would claim for each word. */
    @Test
    default void thatSomeWaitAgainIsSaidOnce() {
        var journal = process();
        get(journal.succeed(lease(ANN), "host/0.0.0.0:5060"));
        var released = List.of(created(journal, 1, ANN), created(journal, 2, ANN));
        List.of(3, 4).forEach(number -> created(journal, number, ANN));
        var notices = listen(process());

        get(journal.release(released));
        get(process().succeed(lease(BOB), "host/0.0.0.0:5060"));
        var last = queued(journal, 5);
        seize(journal, last, BOB);

        assertThat(notices.awaitItems(4, PATIENCE).getItems())
                .containsExactly(new Notice.Waiting(), new Notice.Waiting(), new Notice.Waiting(), new Notice.Begun(last));
    }

    @Test
    default void whatIsClaimedAtOnceNeverWaited() {
        var journal = process();
        var notices = listen(process());
        seize(journal, created(journal, 1, ANN).id(), ANN);
        var waiting = queued(journal, 2);
        seize(journal, waiting, BOB);

        assertThat(notices.awaitItems(2, PATIENCE).getItems())
                .containsExactly(new Notice.Waiting(), new Notice.Begun(waiting));
    }

    @Test
    default void everybodyIsToldThatAWorkflowWaitsAndThatItHasADriver() {
        var journal = process();
        var notices = List.of(listen(process()), listen(process()));

        queued(journal, 1);
        get(journal.release(claim(journal, ANN, 1)));
        var claim = claim(journal, ANN, 1).getFirst();
        end(journal, claim, 1, Status.FAILED, true);
        get(JournalFixture.reopened(journal, submission(1), Set.of()));

        var begun = new Notice.Begun(claim.id());
        notices.forEach(heard -> assertThat(heard.awaitItems(6, PATIENCE).getItems())
                .containsExactly(new Notice.Waiting(), begun, new Notice.Waiting(), begun, new Notice.Revoked(claim.id()),
                        new Notice.Waiting()));
    }

    private Claim urgent(Journal journal, int number, int priority) {
        var submission = JournalFixture.submission(number, priority);
        return ((Creation.Claimed) get(journal.create(submission, Optional.of(lease(ANN))))).claim();
    }
}
