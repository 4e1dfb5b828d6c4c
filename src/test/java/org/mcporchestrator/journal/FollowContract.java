package org.mcporchestrator.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.fault.FaultException;

/** How a workflow's events are read: past, then live. */
interface FollowContract extends JournalHarness {

    @Test
    default void readerGetsThePastThenWhatHappensThenTheEnd() {
        var journal = process();
        var claim = created(journal, 1, ANN);
        append(journal, claim, 1, 2);

        var reader = follow(process(), claim.id(), Position.START, Long.MAX_VALUE);
        assertThat(positions(reader, 2)).containsExactly("1-1", "1-2");
        append(journal, claim, 3, 1);
        assertThat(positions(reader, 3)).containsExactly("1-1", "1-2", "1-3");
        end(journal, claim, 4, Status.FAILED, false);

        reader.awaitCompletion(PATIENCE);
        assertThat(positions(reader, 4)).containsExactly("1-1", "1-2", "1-3", "1-4");
        assertThat(reader.getItems()).extracting(JournalEntry::envelope).startsWith(JournalFixture.event(claim.id(), 1));
        assertThat(reader.getLastItem().envelope().event().last()).isTrue();
    }

    @Test
    default void readerCanBeginInTheMiddleAndAtTheTip() {
        var journal = process();
        var claim = created(journal, 1, ANN);
        append(journal, claim, 1, 3);

        var middle = follow(journal, claim.id(), new Position(1, 2), Long.MAX_VALUE);
        var tip = follow(journal, claim.id(), new Position(1, 3), Long.MAX_VALUE);
        append(journal, claim, 4, 1);

        assertThat(positions(middle, 2)).containsExactly("1-3", "1-4");
        assertThat(positions(tip, 1)).containsExactly("1-4");
    }

    @Test
    default void readerOfAnEndedWorkflowGetsAllAndCompletes() {
        var journal = process();
        var claim = created(journal, 1, ANN);
        append(journal, claim, 1, 2);
        end(journal, claim, 3, Status.COMPLETED, false);

        var all = follow(journal, claim.id(), Position.START, Long.MAX_VALUE);
        var nothingLeft = follow(journal, claim.id(), new Position(1, 3), Long.MAX_VALUE);

        assertThat(positions(all.awaitCompletion(PATIENCE), 3)).containsExactly("1-1", "1-2", "1-3");
        assertThat(nothingLeft.awaitCompletion(PATIENCE).getItems()).isEmpty();
    }

    @Test
    default void manyReadersGetTheSame() {
        var journal = process();
        var claim = created(journal, 1, ANN);
        var readers = IntStream.range(0, 20)
                .mapToObj(_ -> follow(process(), claim.id(), Position.START, Long.MAX_VALUE)).toList();

        append(journal, claim, 1, 5);
        end(journal, claim, 6, Status.COMPLETED, false);

        readers.forEach(reader -> assertThat(positions(reader.awaitCompletion(PATIENCE), 6))
                .containsExactly("1-1", "1-2", "1-3", "1-4", "1-5", "1-6"));
    }

    @Test
    default void slowReaderStallsNobodyAndMissesNothing() {
        var journal = process();
        var claim = created(journal, 1, ANN);
        var slow = follow(journal, claim.id(), Position.START, 1);
        var fast = follow(journal, claim.id(), Position.START, Long.MAX_VALUE);

        append(journal, claim, 1, 99);
        end(journal, claim, 100, Status.COMPLETED, false);
        fast.awaitCompletion(PATIENCE);

        assertThat(positions(slow, 1)).containsExactly("1-1");
        for (var count = 2; count <= 100; count++) {
            slow.assertNotTerminated().request(1);
            JournalHarness.arrived(slow, count);
        }
        assertThat(slow.awaitCompletion(PATIENCE).getItems()).isEqualTo(fast.getItems()).hasSize(100);
    }

    @Test
    default void cancelledReaderGetsNothingMoreAndOthersGoOn() {
        var journal = process();
        var claim = created(journal, 1, ANN);
        var leaves = follow(journal, claim.id(), Position.START, Long.MAX_VALUE);
        var stays = follow(journal, claim.id(), Position.START, Long.MAX_VALUE);
        append(journal, claim, 1, 1);
        JournalHarness.arrived(leaves, 1).cancel();

        append(journal, claim, 2, 1);

        assertThat(positions(stays, 2)).containsExactly("1-1", "1-2");
        assertThat(leaves.getItems()).hasSize(1);
    }

    @Test
    default void readerSeesATakeoverWithoutGapOrRepetition() {
        var journal = process();
        var first = created(journal, 1, ANN);
        append(journal, first, 1, 2);
        var reader = follow(process(), first.id(), Position.START, Long.MAX_VALUE);
        passLease();

        var second = claim(process(), BOB, 1).getFirst();
        append(journal, first, 3, 1);
        append(process(), second, 3, 2);
        var resumed = follow(journal, first.id(), new Position(1, 1), Long.MAX_VALUE);

        assertThat(positions(reader, 4)).containsExactly("1-1", "1-2", "2-3", "2-4");
        assertThat(positions(resumed, 3)).containsExactly("1-2", "2-3", "2-4");
    }

    @Test
    default void readerThatWasNotAtTheEndGoesOnAfterAReopening() {
        var journal = process();
        var claim = created(journal, 1, ANN);
        var reader = follow(journal, claim.id(), Position.START, 1);
        append(journal, claim, 1, 1);
        JournalHarness.arrived(reader, 1);
        end(journal, claim, 2, Status.FAILED, true);
        get(JournalFixture.reopened(journal, submission(1), Set.of()));
        reader.request(10);
        JournalHarness.arrived(reader, 2).assertNotTerminated();

        var next = claim(journal, BOB, 1).getFirst();
        end(journal, next, 3, Status.COMPLETED, false);

        assertThat(positions(reader.awaitCompletion(PATIENCE), 3)).containsExactly("1-1", "1-2", "3-3");
    }

    @Test
    default void nobodyCanFollowAnUnknownWorkflow() {
        var reader = follow(process(), JournalFixture.id(1), Position.START, Long.MAX_VALUE);

        reader.awaitFailure(failure -> assertThat(failure).isInstanceOf(FaultException.class)
                .hasMessageContaining("unknown_workflow"), PATIENCE);
    }

    @Test
    default void readersOfOneWorkflowSeeNothingOfOthers() {
        var journal = process();
        var claims = List.of(created(journal, 1, ANN), created(journal, 2, ANN));
        var readers = claims.stream().map(claim -> follow(journal, claim.id(), Position.START, Long.MAX_VALUE)).toList();

        append(journal, claims.getFirst(), 1, 3);
        append(journal, claims.getLast(), 1, 1);

        assertThat(positions(readers.getFirst(), 3)).hasSize(3);
        assertThat(positions(readers.getLast(), 1)).hasSize(1);
    }
}
