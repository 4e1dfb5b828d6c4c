package org.mcporchestrator.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mcporchestrator.journal.Listing.Cursor;
import org.mcporchestrator.journal.Listing.Filter;
import org.mcporchestrator.workflow.Status;
import org.mcporchestrator.workflow.WorkflowId;
import org.mcporchestrator.workflow.config.PatternName;

/** How workflows are found, listed and removed. */
interface QueryContract extends JournalHarness {

    @Test
    default void unknownWorkflowHasNoStandingAndNoResult() {
        var journal = process();

        assertThat(get(journal.find(JournalFixture.id(1)))).isEmpty();
        assertThat(get(journal.result(JournalFixture.id(1)))).isEmpty();
    }

    @Test
    default void workflowsAreListedNewestFirst() {
        var journal = process();
        List.of(2, 3, 1).forEach(number -> queued(journal, number));

        var listing = get(journal.list(Filter.ALL, Optional.empty(), 10));

        assertThat(listing.standings()).extracting(Standing::id)
                .containsExactly(JournalFixture.id(3), JournalFixture.id(2), JournalFixture.id(1));
        assertThat(listing.next()).isEmpty();
    }

    @Test
    default void pagesDoNotShiftWhileWorkflowsAreAdded() {
        var journal = process();
        IntStream.rangeClosed(1, 5).forEach(number -> queued(journal, number));

        var seen = new ArrayList<WorkflowId>();
        var page = get(journal.list(Filter.ALL, Optional.empty(), 2));
        var number = 6;
        while (true) {
            page.standings().forEach(standing -> seen.add(standing.id()));
            if (page.next().isEmpty()) {
                break;
            }
            assertThat(page.standings()).hasSize(2);
            queued(journal, number++);
            page = get(journal.list(Filter.ALL, page.next(), 2));
        }

        assertThat(seen).containsExactly(JournalFixture.id(5), JournalFixture.id(4), JournalFixture.id(3), JournalFixture.id(2),
                JournalFixture.id(1));
    }

    @Test
    default void pagesGoOnThoughTheirLastWorkflowIsRemoved() {
        var journal = process();
        IntStream.rangeClosed(1, 5).forEach(number -> end(journal, created(journal, number, ANN), 1, Status.COMPLETED, false));

        var first = get(journal.list(Filter.ALL, Optional.empty(), 2));
        first.standings().forEach(standing -> get(journal.remove(standing.id())));
        var second = get(journal.list(Filter.ALL, first.next(), 3));

        assertThat(second.standings()).extracting(Standing::id)
                .containsExactly(JournalFixture.id(3), JournalFixture.id(2), JournalFixture.id(1));
        assertThat(second.next()).isEmpty();
    }

    /** What a client with a rare filter has to do: follow the cursor, which brings it to the end. */
    @Test
    default void searchThatFindsNothingInAThousandWorkflowsTellsWhereToGoOn() {
        var journal = process();
        get(journal.create(JournalFixture.search(1), Optional.empty()));
        IntStream.rangeClosed(2, 1_101).forEach(number -> queued(journal, number));
        var search = new Filter(Optional.empty(), Optional.of(PatternName.SWARM));

        var first = get(journal.list(search, Optional.empty(), 5));
        var second = get(journal.list(search, first.next(), 5));

        assertThat(first.standings()).isEmpty();
        assertThat(first.next()).contains(Cursor.of(get(journal.find(JournalFixture.id(102))).orElseThrow()));
        assertThat(second.standings()).extracting(standing -> standing.submission().pattern())
                .containsExactly(PatternName.SWARM);
        assertThat(second.next()).isEmpty();
    }

    @Test
    default void searchEndsWithTheTimeThatIsAskedFor() {
        var journal = process();
        IntStream.rangeClosed(1, 1_101).forEach(number -> queued(journal, number));
        var from = Optional.of(submission(1_100).createdAt());

        var page = get(journal.list(new Filter(Optional.of(Status.FAILED), Optional.empty(), Optional.empty(), from),
                Optional.empty(), 5));

        assertThat(page.standings()).isEmpty();
        assertThat(page.next()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({ "1, 50", "7, 250", "100, 250" })
    default void workflowsOfTheSameMomentAreListedOnceEach(int limit, int twins) {
        var journal = process();
        IntStream.rangeClosed(1, twins).forEach(number -> get(journal.create(JournalFixture.twin(number), Optional.empty())));
        queued(journal, 1_000);

        var seen = new ArrayList<WorkflowId>();
        var cursor = Optional.<Cursor> empty();
        do {
            var page = get(journal.list(Filter.ALL, cursor, limit));
            page.standings().forEach(standing -> seen.add(standing.id()));
            cursor = page.next();
        } while (cursor.isPresent());

        assertThat(seen).hasSize(twins + 1).doesNotHaveDuplicates().startsWith(JournalFixture.id(1_000));
    }

    @Test
    default void lastFullPageHasNoNextOne() {
        var journal = process();
        IntStream.rangeClosed(1, 4).forEach(number -> queued(journal, number));

        var first = get(journal.list(Filter.ALL, Optional.empty(), 2));
        var second = get(journal.list(Filter.ALL, first.next(), 2));

        assertThat(first.next()).isPresent();
        assertThat(second.standings()).hasSize(2);
        assertThat(second.next()).isEmpty();
    }

    @Test
    default void listCanBeRestrictedToALabelAndATime() {
        var journal = process();
        var labels = List.of(Map.of("team", "sky"), Map.of("team", "sea"), Map.of("team", "sky", "kind", "test"));
        for (var number = 1; number <= labels.size(); number++) {
            get(journal.create(JournalFixture.labelled(submission(number), labels.get(number - 1)), Optional.empty()));
        }
        queued(journal, 4);
        var sky = Optional.of(Map.entry("team", "sky"));
        var second = Optional.of(submission(2).createdAt());

        assertThat(ids(journal, new Filter(Optional.empty(), Optional.empty(), sky, Optional.empty()), Optional.empty()))
                .containsExactly(JournalFixture.id(3), JournalFixture.id(1));
        assertThat(ids(journal, new Filter(Optional.empty(), Optional.empty(), sky, second), Optional.empty()))
                .containsExactly(JournalFixture.id(3));
        assertThat(ids(journal, new Filter(Optional.empty(), Optional.empty(), Optional.empty(), second),
                Optional.of(Cursor.before(submission(4).createdAt()))))
                .containsExactly(JournalFixture.id(3), JournalFixture.id(2));
    }

    private List<WorkflowId> ids(Journal journal, Filter filter, Optional<Cursor> cursor) {
        return get(journal.list(filter, cursor, 10)).standings().stream().map(Standing::id).toList();
    }

    @Test
    default void listCanBeRestrictedToAStatusAndAPattern() {
        var journal = process();
        var running = created(journal, 1, ANN);
        append(journal, running, 1, 1);
        queued(journal, 2);
        get(journal.create(JournalFixture.search(3), Optional.empty()));

        assertThat(ids(journal, new Filter(Optional.of(Status.RUNNING), Optional.empty()))).containsExactly(running.id());
        assertThat(ids(journal, new Filter(Optional.empty(), Optional.of(PatternName.BELTALOWDA))))
                .containsExactly(JournalFixture.id(2), JournalFixture.id(1));
        assertThat(ids(journal, new Filter(Optional.of(Status.PENDING), Optional.of(PatternName.SWARM))))
                .extracting(WorkflowId::value).containsExactly("search_000000000003");
        assertThat(ids(journal, new Filter(Optional.of(Status.FAILED), Optional.empty()))).isEmpty();
    }

    @Test
    default void endedWorkflowsBeyondTheNumberAreRemovedOldestEndFirstWithEveryTrace() {
        var journal = process();
        var running = created(journal, 100, ANN);
        var endedFirst = ended(journal, 9, now().minusSeconds(100));
        IntStream.rangeClosed(1, KEPT_AT_MOST).forEach(number -> ended(journal, number, now().minusSeconds(50 - number)));

        assertThat(get(journal.prune())).isEqualTo(1);
        assertThat(get(journal.prune())).isZero();

        assertGone(journal, endedFirst);
        assertThat(ids(journal, Filter.ALL)).hasSize(KEPT_AT_MOST + 1).contains(running.id()).doesNotContain(endedFirst);
        assertThat(append(journal, running, 1, 1)).isEqualTo(Journal.Write.RECORDED);
    }

    @Test
    default void endedWorkflowsBeyondTheAgeAreRemoved() {
        var journal = process();
        var old = ended(journal, 1, now().minus(KEPT_FOR).minusSeconds(60));
        var young = ended(journal, 2, now().minus(KEPT_FOR).plusSeconds(60));
        queued(journal, 3);

        assertThat(get(journal.prune())).isEqualTo(1);

        assertGone(journal, old);
        assertThat(ids(journal, Filter.ALL)).containsExactly(JournalFixture.id(3), young);
    }

    @Test
    default void othersAreToldWhatTheRetentionRemoved() {
        var journal = process();
        var old = ended(journal, 1, now().minus(KEPT_FOR).minusSeconds(60));
        var notices = listen(process());

        get(journal.prune());

        assertThat(notices.awaitItems(1, PATIENCE).getItems()).containsExactly(new Journal.Notice.Revoked(old));
    }

    @Test
    default void reopenedWorkflowIsNotRemoved() {
        var journal = process();
        var claim = created(journal, 1, ANN);
        var longAgo = now().minus(KEPT_FOR).minusSeconds(60);
        get(journal.end(claim, JournalFixture.lastEvent(claim, 1), JournalFixture.result(claim.id(), Status.FAILED, longAgo),
                true));
        get(JournalFixture.reopened(journal, submission(1), Set.of()));

        assertThat(get(journal.prune())).isZero();

        assertThat(claim(journal, BOB, 1)).hasSize(1);
    }

    @Test
    default void removedWorkflowCanBeCreatedAnew() {
        var journal = process();
        ended(journal, 1, now().minus(KEPT_FOR).minusSeconds(60));
        get(journal.prune());

        var claim = created(journal, 1, BOB);

        assertThat(claim).isEqualTo(new Claim(JournalFixture.id(1), BOB, 1, 0, 0));
        assertThat(append(journal, claim, 1, 1)).isEqualTo(Journal.Write.RECORDED);
    }

    private List<WorkflowId> ids(Journal journal, Filter filter) {
        return get(journal.list(filter, Optional.empty(), 100)).standings().stream().map(Standing::id).toList();
    }

    private void assertGone(Journal journal, WorkflowId id) {
        assertThat(get(journal.find(id))).isEmpty();
        assertThat(get(journal.result(id))).isEmpty();
        assertUnknown(journal.history(id));
        assertUnknown(journal.seize(id, lease(BOB)));
        follow(journal, id, Position.START, 1).awaitFailure(PATIENCE);
    }
}
